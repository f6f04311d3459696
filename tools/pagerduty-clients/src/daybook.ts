import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServices } from '@daybook/test-servers';
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
  writeFileSync(file('routing-key.secret'), randomBytes(32).toString('hex'));
  const services = await startServices({
    both: { TRUSTED_PROXIES: '127.0.0.1' },
    command: { ROUTING_KEY_SECRET_FILE: file('routing-key.secret') },
  });
  const { command, query, tokens } = services;
  const token = await tokens.sign({ scopes: ['entries:read', 'entries:write', 'admin'] });
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
      await services.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
