import { readdirSync, readFileSync } from 'node:fs';
import type { Client, QueryConfig } from 'pg';
import { DataSource, MigrationExecutor, type MigrationInterface, type QueryRunner } from 'typeorm';
import { DeadlineClient, hangUp } from './deadline-client.js';

/** No call to Postgres takes longer, save a migration: then its outcome counts as unknown. */
export const POSTGRES_DEADLINE_MS = 2_000;

const POOL_SIZE = 10;
/** The longest that a timer can be set to, 24 days: pg takes 0 for its connection's own. */
const NO_DEADLINE_MS = 2 ** 31 - 1;
/** Tells whether the server is still there while nothing has a deadline. */
const KEEP_ALIVE_MS = 10_000;
const migrationsFolder = new URL('./migrations/', import.meta.url);

/** Settings of every connection. The server gives up by itself too, so that a frozen replica can't hold log_head's lock. */
export function connectionOptions(url: string) {
  return {
    connectionString: url,
    application_name: 'daybook-command-service',
    connectionTimeoutMillis: POSTGRES_DEADLINE_MS,
    query_timeout: POSTGRES_DEADLINE_MS,
    statement_timeout: POSTGRES_DEADLINE_MS,
    idle_in_transaction_session_timeout: POSTGRES_DEADLINE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}

/** @param migrations folder of its migrations */
export function createDataSource(url: string, migrations: URL = migrationsFolder): DataSource {
  const { connectionString, application_name: applicationName, ...extra } = connectionOptions(url);
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    applicationName,
    poolSize: POOL_SIZE,
    // For AppendPipeline; everybody else waits for each answer anyway.
    extra: { ...extra, Client: DeadlineClient, pipeline: true },
    synchronize: false,
    migrations: sqlMigrations(migrations),
    migrationsTableName: 'migration',
  });
}

/**
 * Applies what is missing, one service at a time and however long it takes. The lock is the session's that migrates: a
 * service that loses it has lost what it had not committed as well. Another waits for it until its deadline, and throws.
 *
 * @param signal gives up a migration that is under way, which is rolled back
 */
export async function migrate(dataSource: DataSource, logName: string, signal?: AbortSignal): Promise<void> {
  const runner = dataSource.createQueryRunner();
  const client = (await runner.connect()) as Client;
  const giveUp = (): void => hangUp(client);
  signal?.addEventListener('abort', giveUp);
  try {
    signal?.throwIfAborted();
    await runner.query('select pg_advisory_lock(hashtext($1))', ['daybook.migrate']);
    // Otherwise Postgres notices at the end of a statement that nobody waits for it. Not all systems can tell it earlier.
    await runner.query("set client_connection_check_interval = '1s'").catch(() => undefined);
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'each';
    await executor.executePendingMigrations();
    await runner.query(
      `insert into log_head (log, epoch, position, recorded_ms, chain, shard_heads)
       values ($1, 1, 0, 0, decode(repeat('00', 32), 'hex'), array_fill(0::bigint, array[8]))
       on conflict do nothing`,
      [logName],
    );
    const [head] = (await runner.query('select log from log_head')) as { log: string }[];
    if (head?.log !== logName) {
      throw new WrongLog(
        `this database holds the log ${head?.log}, not ${logName}: LOG_NAME must never change`,
      );
    }
  } finally {
    signal?.removeEventListener('abort', giveUp);
    await runner
      .query('reset client_connection_check_interval; select pg_advisory_unlock_all()')
      .catch(() => undefined);
    await runner.release();
  }
}

/** A mistake of configuration, which waiting does not mend. */
export class WrongLog extends Error {
  override readonly name = 'WrongLog';
}

/** Each file `<timestamp>-<name>.sql` is a migration; what has landed is never edited, and there is no way down but a restore. */
function sqlMigrations(folder: URL): (new () => MigrationInterface)[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const [timestamp, name] = file.slice(0, -'.sql'.length).split(/-(.*)/);
      const sql = readFileSync(new URL(file, folder), 'utf8');
      return class implements MigrationInterface {
        readonly name = `${name}${timestamp}`;
        async up(runner: QueryRunner): Promise<void> {
          await runWithoutDeadline(runner, sql);
        }
        async down(): Promise<void> {
          throw new Error('a log is never migrated down');
        }
      };
    });
}

/**
 * An index on millions of rows takes minutes. Only for a lock it waits no longer than anybody: appends wait in line
 * behind it, and whoever holds it, a dump for example, may take hours.
 */
async function runWithoutDeadline(runner: QueryRunner, sql: string): Promise<void> {
  await runner.query(`set local statement_timeout = 0; set local lock_timeout = ${POSTGRES_DEADLINE_MS}`);
  const client = (await runner.connect()) as Client;
  const query: QueryConfig & { query_timeout: number } = { text: sql, query_timeout: NO_DEADLINE_MS };
  await client.query(query);
}
