import { openService } from '@daybook/http-door';
import {
  freshDatabase,
  freshVhost,
  tcpProxy,
  tokenAuthority,
  waitFor,
  type TcpProxy,
  type TokenAuthority,
} from '@daybook/test-servers';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { CommandServiceModule } from '../src/command-service.module.js';
import { Config } from '../src/config.js';
import { createLogger } from '../src/logger.js';
import { errorForms } from '../src/error-forms.js';
import { PostgresServer } from '../src/postgres/postgres-server.js';

export interface RunningApp {
  readonly app: NestFastifyApplication;
  readonly tokens: TokenAuthority;
  /** With a token of the account `acme` and every scope. */
  put(path: string, body: unknown): request.Test;
  post(path: string, body: unknown): request.Test;
  get(path: string): request.Test;
  /** With a token of this account, `acme` or `guest`, and every scope. */
  getAs(account: string, path: string): request.Test;
  postAs(account: string, path: string): request.Test;
  deleteAs(account: string, path: string): request.Test;
  /** What the service reaches its servers by. */
  readonly postgresWire: TcpProxy;
  readonly rabbitWire: TcpProxy;
  /** Past the wire. */
  readonly rabbitmqUrl: string;
  /** Without a token. */
  bare(): ReturnType<typeof request>;
  close(): Promise<void>;
}

export const BODY_LIMIT = 1024 * 1024;

/**
 * The whole command-service in this process, on a database and a vhost of its own.
 *
 * @param settings beside those that a service needs
 */
export async function runApp(settings: Record<string, string> = {}): Promise<RunningApp> {
  const [database, vhost, tokens] = await Promise.all([freshDatabase(), freshVhost(), tokenAuthority()]);
  const [postgresWire, rabbitWire] = await Promise.all([tcpProxy(database.url), tcpProxy(vhost.url)]);
  const config = new Config({
    POSTGRES_URL: postgresWire.url,
    RABBITMQ_URL: rabbitWire.url,
    TOKEN_JWKS_FILE: tokens.keySetFile,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...settings,
  });
  const logger = createLogger(config.logLevel);
  const app = await openService(CommandServiceModule.register(config, logger), {
    title: 'command-service',
    description: 'under test',
    logger,
    bodyLimit: BODY_LIMIT,
    errorForms,
  });
  await app.listen(0, '127.0.0.1');
  await waitFor(() => app.get(PostgresServer).up, { what: 'the migrated database', timeoutMs: 15_000 });
  const server = app.getHttpServer();
  const scopes = ['entries:write', 'entries:read', 'entries:redact', 'log:read', 'admin'];
  const [token, guest] = await Promise.all(
    ['acme', 'guest'].map((account) => tokens.sign({ account, scopes })),
  );
  const authorized = (test: request.Test, account = 'acme') =>
    test.set('Authorization', `Bearer ${account === 'guest' ? guest : token}`);
  return {
    app,
    tokens,
    put: (path, body) => authorized(request(server).put(path)).send(body as object),
    post: (path, body) => authorized(request(server).post(path)).send(body as object),
    get: (path) => authorized(request(server).get(path)),
    getAs: (account, path) => authorized(request(server).get(path), account),
    postAs: (account, path) => authorized(request(server).post(path), account),
    deleteAs: (account, path) => authorized(request(server).delete(path), account),
    ...{ postgresWire, rabbitWire, rabbitmqUrl: vhost.url },
    bare: () => request(server),
    async close() {
      await app.close();
      tokens.remove();
      await Promise.all([postgresWire.close(), rabbitWire.close()]);
      await Promise.all([database.drop(), vhost.drop()]);
    },
  };
}
