import { openService } from '@daybook/http-door';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '../src/config.js';
import { createLogger } from '../src/logger.js';
import { Store } from '../src/mongo/store.js';
import { pagerDutyErrorForm } from '../src/pagerduty-api/error-form.js';
import { Progress } from '../src/project-entries/progress.js';
import { QueryServiceModule } from '../src/query-service.module.js';
import { ReadRefusals } from '../src/refusals.js';

export interface ReplicaServers {
  readonly mongodbUrl: string;
  readonly rabbitmqUrl: string;
  readonly feedUrl: string;
  readonly keySetFile: string;
}

interface Health {
  readonly mode: string;
  readonly lagMs: number;
  readonly watermark: string;
  readonly source: string;
}

/** The whole service in this process. */
export interface Replica {
  readonly app: NestFastifyApplication;
  readonly store: Store;
  readonly progress: Progress;
  readonly url: string;
  health(): Promise<Health>;
  close(): Promise<void>;
}

export async function startReplica(
  servers: ReplicaServers,
  settings: Record<string, string> = {},
): Promise<Replica> {
  const config = new Config({
    PORT: '0',
    MONGODB_URL: servers.mongodbUrl,
    RABBITMQ_URL: servers.rabbitmqUrl,
    COMMAND_SERVICE_URL: servers.feedUrl,
    FEED_TOKEN: 'feed-token',
    TOKEN_JWKS_FILE: servers.keySetFile,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    ...settings,
  });
  const logger = createLogger(config.logLevel);
  const app = await openService(QueryServiceModule.register(config, logger), {
    ...{ title: 'query-service', description: 'under test', logger, bodyLimit: 1_024 },
    errorForms: [pagerDutyErrorForm],
    refusals: ReadRefusals,
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    app,
    store: app.get(Store, { strict: false }),
    progress: app.get(Progress, { strict: false }),
    url,
    health: async () => (await (await fetch(`${url}/health/ready`)).json()) as Health,
    close: () => app.close(),
  };
}
