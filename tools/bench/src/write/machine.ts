import pg from 'pg';
import { thisMachine } from '../machine.js';
import type { Figures } from './figures.js';

/** What decides how durable and how quick a commit is. */
const SETTINGS = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_sync_method',
  'shared_buffers',
];

export async function describeMachine(
  postgresUrl: string,
  managementUrl: string,
): Promise<Figures['machine']> {
  const client = new pg.Client(postgresUrl);
  await client.connect();
  const postgres: Record<string, string> = {};
  for (const name of SETTINGS) {
    const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name]);
    postgres[name] = rows[0]!.value;
  }
  await client.end();
  return {
    ...thisMachine(),
    postgres,
    rabbitmq: await rabbitmqVersion(managementUrl),
  };
}

async function rabbitmqVersion(managementUrl: string): Promise<string> {
  const { origin, username, password } = new URL(managementUrl);
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const response = await fetch(`${origin}/api/overview`, {
    headers: { authorization: `Basic ${credentials.toString('base64')}` },
  });
  return ((await response.json()) as { rabbitmq_version: string }).rabbitmq_version;
}
