import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freshDatabase,
  freshMongoDatabase,
  freshVhost,
  startService,
  tokenAuthority,
} from '@daybook/test-servers';
import { oneAddress } from './one-address.js';

/** Both built services, as clients of PagerDuty find them. */
export interface Daybook {
  readonly address: string;
  /** The certificate of the address. */
  readonly certificateFile: string;
  readonly token: string;
  /** Answers of the address, parsed. Throws what was answered instead of success. */
  read<Body>(path: string): Promise<Body>;
  /** Sends facts by Daybook's own door; returns their ids. */
  append(entries: readonly object[]): Promise<string[]>;
  /** A key for the events of a service. */
  makeRoutingKey(service: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startDaybook(): Promise<Daybook> {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-clients-'));
  const file = (name: string): string => join(folder, name);
  const [database, vhost, mongo, tokens] = await Promise.all([
    freshDatabase(),
    freshVhost(),
    freshMongoDatabase(),
    tokenAuthority(),
  ]);
  writeFileSync(file('routing-key.secret'), randomBytes(32).toString('hex'));
  const token = await tokens.sign({ scopes: ['entries:read', 'entries:write', 'admin'] });
  const behindProxy = {
    RABBITMQ_URL: vhost.url,
    TOKEN_JWKS_FILE: tokens.keySetFile,
    TRUSTED_PROXIES: '127.0.0.1',
  };
  const command = await startService('command-service', {
    ...behindProxy,
    POSTGRES_URL: database.url,
    ROUTING_KEY_SECRET_FILE: file('routing-key.secret'),
  });
  const query = await startService('query-service', {
    ...behindProxy,
    MONGODB_URL: mongo.url,
    COMMAND_SERVICE_URL: command.url,
    FEED_TOKEN: await tokens.sign({ account: '*', subject: 'query-service', scopes: ['log:read'] }),
  });
  const certificateFile = file('certificate.pem');
  const proxy = await oneAddress({ command: command.url, query: query.url }, certificateFile);

  async function ask<Body>(url: string, body?: object): Promise<Body> {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
    return JSON.parse(text) as Body;
  }

  return {
    ...{ address: proxy.url, certificateFile, token },
    read: (path) => ask(query.url + path),
    async append(entries) {
      const { results } = await ask<{ results: { receipt: { id: string } }[] }>(
        `${command.url}/v1/entries`,
        entries,
      );
      return results.map(({ receipt }) => receipt.id);
    },
    async makeRoutingKey(service) {
      return (await ask<{ key: string }>(`${command.url}/v1/routing-keys`, { service })).key;
    },
    async stop() {
      proxy.close();
      await query.stop();
      await command.stop();
      tokens.remove();
      rmSync(folder, { recursive: true });
      await Promise.all([database.drop(), vhost.drop(), mongo.drop()]);
    },
  };
}
