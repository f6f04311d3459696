import { readdirSync, readFileSync } from 'node:fs';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { DeadlineClient } from './deadline-client.js';

/** No call to Postgres takes longer: then its outcome counts as unknown. */
export const POSTGRES_DEADLINE_MS = 2_000;

const POOL_SIZE = 10;
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
  };
}

export function createDataSource(url: string): DataSource {
  const { connectionString, application_name: applicationName, ...extra } = connectionOptions(url);
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    applicationName,
    poolSize: POOL_SIZE,
    // For AppendPipeline; everybody else waits for each answer anyway.
    extra: { ...extra, Client: DeadlineClient, pipeline: true },
    synchronize: false,
    migrations: sqlMigrations(),
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
  });
}

/** Applies what is missing, one service at a time. */
export async function migrate(dataSource: DataSource, logName: string): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock(hashtext($1))', ['daybook.migrate']);
    await dataSource.runMigrations();
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
    await runner.query('select pg_advisory_unlock_all()').catch(() => undefined);
    await runner.release();
  }
}

/** A mistake of configuration, which waiting does not mend. */
export class WrongLog extends Error {
  override readonly name = 'WrongLog';
}

/** Each file `<timestamp>-<name>.sql` is a migration; what has landed is never edited, and there is no way down but a restore. */
function sqlMigrations(): (new () => MigrationInterface)[] {
  return readdirSync(migrationsFolder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const [timestamp, name] = file.slice(0, -'.sql'.length).split(/-(.*)/);
      const sql = readFileSync(new URL(file, migrationsFolder), 'utf8');
      return class implements MigrationInterface {
        readonly name = `${name}${timestamp}`;
        async up(runner: QueryRunner): Promise<void> {
          await runner.query(sql);
        }
        async down(): Promise<void> {
          throw new Error('a log is never migrated down');
        }
      };
    });
}
