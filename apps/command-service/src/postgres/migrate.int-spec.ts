import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freshDatabase, templateDatabase, waitFor, type Database } from '@daybook/test-servers';
import type { DataSource } from 'typeorm';
import { newEntry } from '../append-entry/entry-log.contract.js';
import { Config } from '../config.js';
import { createLogger } from '../logger.js';
import { createDataSource, migrate, POSTGRES_DEADLINE_MS } from './data-source.js';
import { PostgresEntryLog } from './postgres-entry-log.js';
import { PostgresServer } from './postgres-server.js';

let database: Database;
let folder: string;
let opened: DataSource[];
/** Of the services before the upgrade. */
let watcher: DataSource;

beforeEach(async () => {
  const template = await templateDatabase(
    'entry_log',
    async (url) => {
      const dataSource = await createDataSource(url).initialize();
      await migrate(dataSource, 'local').finally(() => dataSource.destroy());
    },
    [new URL('./migrations/', import.meta.url)],
  );
  database = await freshDatabase({ template });
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  opened = [];
  watcher = await open(createDataSource(database.url));
});

afterEach(async () => {
  await Promise.all(opened.filter((one) => one.isInitialized).map((one) => one.destroy()));
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function open(dataSource: DataSource): Promise<DataSource> {
  opened.push(dataSource);
  return dataSource.initialize();
}

/** Of a service whose next migration is this one. */
function upgraded(sql: string): DataSource {
  writeFileSync(join(folder, '1999000000000-next.sql'), sql);
  return createDataSource(database.url, pathToFileURL(`${folder}/`));
}

/** How many statements of migrations run on the server. */
async function underWay(): Promise<number> {
  const rows = await watcher.query<unknown[]>(
    `select 1 from pg_stat_activity where datname = current_database() and state = 'active'
     and pid <> pg_backend_pid() and query like '%pg_sleep%'`,
  );
  return rows.length;
}

const applied = () => watcher.query<unknown[]>("select 1 from migration where name like 'next%'");

it('applies once what takes longer than any deadline, and appends go on meanwhile', async () => {
  const sql = `select pg_sleep(${POSTGRES_DEADLINE_MS / 1_000 + 0.5}); create table made ()`;
  const services = await Promise.all([upgraded(sql), upgraded(sql)].map(open));
  const migrated = Promise.allSettled(services.map((service) => migrate(service, 'local')));
  await waitFor(async () => (await underWay()) === 1, { what: 'the migration to begin', timeoutMs: 5_000 });
  const receipts = await new PostgresEntryLog(watcher).append([newEntry()]);
  expect(receipts).toMatchObject([{ recordedNow: true }]);
  expect((await migrated).map(({ status }) => status)).toContain('fulfilled');
  // One of them may have waited longer for the other than it does at a time.
  await Promise.all(services.map((service) => migrate(service, 'local')));
  expect(await applied()).toHaveLength(1);
  for (const service of services) {
    const [left] = await service.query<object[]>(
      `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
       current_setting('client_connection_check_interval') as check`,
    );
    expect(left).toStrictEqual({ statement: '2s', lock: '0', check: '0' });
  }
});

it('waits no longer for a lock than anybody, since appends wait behind it', async () => {
  const holder = watcher.createQueryRunner();
  await holder.query('set idle_in_transaction_session_timeout = 0');
  await holder.startTransaction();
  await holder.query('select from log_entry');
  const service = await open(upgraded('alter table log_entry add column made integer'));
  await expect(migrate(service, 'local')).rejects.toThrow(/lock timeout/);
  await holder.commitTransaction();
  await holder.release();
  await migrate(service, 'local');
  expect(await applied()).toHaveLength(1);
});

it('gives up a migration when the service stops, and Postgres does as well', async () => {
  const service = upgraded('create table made (); select pg_sleep(600)');
  opened.push(service);
  const config = new Config({
    POSTGRES_URL: database.url,
    RABBITMQ_URL: 'amqp://unused',
    TOKEN_JWKS_FILE: 'unused',
    LOG_LEVEL: 'silent',
  });
  const server = new PostgresServer(service, config, createLogger(config.logLevel));
  server.onApplicationBootstrap();
  await waitFor(async () => (await underWay()) === 1, { what: 'the migration to begin', timeoutMs: 5_000 });
  await server.onApplicationShutdown();
  expect(service.isInitialized).toBe(false);
  await waitFor(async () => (await underWay()) === 0, { what: 'Postgres to give up', timeoutMs: 10_000 });
  expect(await applied()).toHaveLength(0);
  await migrate(await open(upgraded('create table made ()')), 'local');
  expect(await applied()).toHaveLength(1);
});
