import getPort from 'get-port';
import { freshMongoDatabase } from './mongo-database.js';
import { freshDatabase } from './postgres-database.js';
import { freshVhost } from './rabbitmq-vhost.js';
import { startService, type Service } from './running-service.js';
import { tokenAuthority, type TokenAuthority } from './token-authority.js';

type Environment = Readonly<Record<string, string>>;

/** Both built services, on databases and a virtual host of their own. */
export interface Services {
  readonly command: Service;
  readonly query: Service;
  readonly tokens: TokenAuthority;
  readonly rabbitmqUrl: string;
  readonly mongodbUrl: string;
  /** Ends them, and drops what they kept. */
  stop(): Promise<void>;
}

/** Settings beside those that make the services find each other and their servers. */
export interface ServicesStart {
  readonly both?: Environment;
  readonly command?: Environment;
  readonly query?: Environment;
  /** A way to RabbitMQ of the test's own, which it may cut; a fresh virtual host by default. */
  readonly rabbitmqUrl?: string;
}

export async function startServices({
  both = {},
  command: commandSettings = {},
  query: querySettings = {},
  rabbitmqUrl,
}: ServicesStart = {}): Promise<Services> {
  const [database, vhost, mongo, tokens, queryPort] = await Promise.all([
    freshDatabase(),
    rabbitmqUrl === undefined ? freshVhost() : undefined,
    freshMongoDatabase(),
    tokenAuthority(),
    getPort({ host: '127.0.0.1' }),
  ]);
  const settings = { RABBITMQ_URL: rabbitmqUrl ?? vhost!.url, TOKEN_JWKS_FILE: tokens.keySetFile, ...both };
  const command = await startService('command-service', {
    ...settings,
    POSTGRES_URL: database.url,
    PAGE_ORIGINS: `http://127.0.0.1:${queryPort}`,
    ...commandSettings,
  });
  const query = await startService(
    'query-service',
    {
      ...settings,
      MONGODB_URL: mongo.url,
      COMMAND_SERVICE_URL: command.url,
      FEED_TOKEN: await tokens.sign({ account: '*', subject: 'query-service', scopes: ['log:read'] }),
      ...querySettings,
    },
    { port: queryPort },
  );
  return {
    ...{ command, query, tokens, rabbitmqUrl: settings.RABBITMQ_URL, mongodbUrl: mongo.url },
    async stop() {
      await query.stop();
      await command.stop();
      tokens.remove();
      await Promise.all([database.drop(), vhost?.drop(), mongo.drop()]);
    },
  };
}
