import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freshName, serverUrl } from './server-url.js';
import { waitFor } from './wait-for.js';

export interface Database {
  readonly url: string;
  /** Removes it; throws if a connection was left open, because a service would leak it too. */
  drop(): Promise<void>;
}

/** An empty database, or a copy of a template made by templateDatabase. */
export async function freshDatabase({ template }: { readonly template?: string } = {}): Promise<Database> {
  const name = freshName();
  await administer((client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${client.escapeIdentifier(template ?? 'template0')}`),
  );
  return { url: urlOf(name), drop: () => dropDatabase(name) };
}

/**
 * A migrated database to copy: made once for each content of `sources` (migration files, or folders of them), however
 * many test files ask for it at once. Returns its name.
 */
export async function templateDatabase(
  name: string,
  migrate: (url: string) => Promise<void>,
  sources: readonly (string | URL)[],
): Promise<string> {
  const template = `template_${name.replaceAll('-', '_')}_${contentHash(sources)}`;
  const draft = `${template}_draft`;
  await administer(async (client) => {
    await client.query("SET lock_timeout = '60s'");
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount) return;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft} TEMPLATE template0`);
    await migrate(urlOf(draft));
    // Last and in one step: a template that has its name is whole, wherever a test run was killed.
    await waitFor(() => client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`), {
      what: `the migration to close its connections to ${draft}`,
      timeoutMs: 5_000,
    });
  });
  return template;
}

async function dropDatabase(name: string): Promise<void> {
  await administer(async (client) => {
    const openConnections = async (): Promise<string[]> => {
      const open = await client.query<{ line: string }>(
        "SELECT concat(application_name, ': ', query) AS line FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
        [name],
      );
      return open.rows.map(({ line }) => line);
    };
    // The server needs a moment to see that the other side of a connection is gone.
    const deadline = Date.now() + 2_000;
    while ((await openConnections()).length > 0 && Date.now() < deadline) await sleep(20);
    const left = await openConnections();
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    if (left.length > 0) {
      throw new Error(`${left.length} connections to ${name} were left open: ${left.join(' | ')}`);
    }
  });
}

function contentHash(sources: readonly (string | URL)[]): string {
  const hash = createHash('sha256');
  const files = sources
    .map((source) => (source instanceof URL ? fileURLToPath(source) : source))
    .flatMap(filesIn);
  for (const file of files.sort()) hash.update(`${file.split('/').at(-1)}\n`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}

function urlOf(database: string): string {
  const url = serverUrl('POSTGRES_URL');
  url.pathname = `/${database}`;
  return url.href;
}

async function administer<T>(action: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: serverUrl('POSTGRES_URL').href,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}
