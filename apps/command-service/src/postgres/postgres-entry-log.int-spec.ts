import { createHash } from 'node:crypto';
import { freshDatabase, templateDatabase, type Database } from '@daybook/test-servers';
import { entryIdBytes } from '@daybook/timeline-domain';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { append, entryLogContract, newEntry } from '../append-entry/entry-log.contract.js';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { createDataSource, migrate, POSTGRES_DEADLINE_MS, WrongLog } from './data-source.js';
import { READ_BYTES } from './log-entry-row.js';
import { APPEND, appendParameters, PostgresEntryLog } from './postgres-entry-log.js';

interface ChainedRow {
  readonly salt: Buffer;
  readonly account: string;
  readonly id: string;
  readonly recorded_ms: string;
  readonly content_hash: Buffer;
  readonly leaf: Buffer;
}

async function migrated(url: string): Promise<void> {
  const dataSource = await createDataSource(url).initialize();
  await migrate(dataSource, 'local').finally(() => dataSource.destroy());
}

describe('PostgresEntryLog', () => {
  let template: string;
  let database: Database | undefined;
  let dataSource: DataSource | undefined;

  beforeAll(async () => {
    template = await templateDatabase('entry_log', migrated, [new URL('./migrations/', import.meta.url)]);
  });

  async function open(): Promise<PostgresEntryLog> {
    if (database) throw new Error('one log at a time: nobody would close the first');
    database = await freshDatabase({ template });
    dataSource = await createDataSource(database.url).initialize();
    return new PostgresEntryLog(dataSource);
  }

  afterEach(async () => {
    if (dataSource?.isInitialized) await dataSource.destroy();
    // Dropping fails while a connection is open: the pool leaks none.
    await database?.drop();
    database = undefined;
    dataSource = undefined;
  });

  // In a block of its own, since it opens a log before each of its tests.
  describe('by its contract', () => entryLogContract(open));

  it.each(['before there were statistics', 'after statistics of a short log'])(
    'appends without reading the log for each entry, on a connection that planned it %s',
    async (planned) => {
      await open();
      const runner = dataSource!.createQueryRunner();
      const append = (count: number): Promise<unknown> =>
        runner.query(APPEND, appendParameters(Array.from({ length: count }, () => newEntry())));
      // In one transaction, whose counters are exact at once.
      await runner.startTransaction();
      if (planned !== 'before there were statistics') {
        await append(5);
        await runner.query('analyze log_entry');
      }
      for (let call = 0; call < 10; call++) await append(1);
      for (let call = 0; call < 5; call++) await append(200);
      const [{ read }] = await runner.query(
        `select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = 'log_entry'`,
      );
      await runner.rollbackTransaction();
      await runner.release();
      // A call may compare the whole of so short a log once with all that it appends.
      expect(Number(read)).toBeLessThanOrEqual(15 * 1_015);
    },
  );

  it('keeps a chain that can be computed again from the rows', async () => {
    const log = await open();
    for (let call = 0; call < 5; call++) {
      await log.append(
        Array.from({ length: call * 3 + 1 }, (_, number) => newEntry({ incidentId: `INC-${number}` })),
      );
    }
    const rows: ChainedRow[] = await dataSource!.query('select * from log_entry order by position');
    let chain: Buffer = Buffer.alloc(32);
    for (const { salt, account, id, recorded_ms, content_hash, leaf } of rows) {
      const time = Buffer.alloc(8);
      time.writeBigInt64BE(BigInt(recorded_ms));
      const parts = [salt, Buffer.from(account), Buffer.of(0), entryIdBytes(id), time, content_hash];
      expect(createHash('sha256').update(Buffer.concat(parts)).digest()).toStrictEqual(leaf);
      chain = createHash('sha256')
        .update(Buffer.concat([chain, leaf]))
        .digest();
    }
    const [head] = await dataSource!.query('select chain, shard_heads from log_head');
    expect(head.chain).toStrictEqual(chain);
    const heads = await dataSource!.query(
      'select array(select coalesce((select max(position) from log_entry where shard = s), 0) from generate_series(0, 7) s) as heads',
    );
    expect(head.shard_heads).toStrictEqual(heads[0].heads);
  });

  it('never lets its own time run backwards', async () => {
    const log = await open();
    const ahead = Date.now() + 3_600_000;
    await dataSource!.query('update log_head set recorded_ms = $1', [ahead]);
    const [appended] = await append(log, [newEntry()]);
    expect(appended!.recordedAt).toBe(ahead);
  });

  it('blames the data for an entry that can’t be stored', async () => {
    const log = await open();
    for (const wrong of [{ contentHash: 'not hexadecimal' }, { recordedBy: 'a\0' }, { receivedAt: NaN }]) {
      const error = await log.append([newEntry(wrong)]).catch((each) => each);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(LogUnavailable);
    }
  });

  it('reads a bounded number of bytes at a time, and one entry however large', async () => {
    const log = await open();
    const large = () => newEntry({ body: JSON.stringify({ pad: 'x'.repeat(3 * 1024 * 1024) }) });
    await log.append([large(), large()]);
    await log.append([large(), newEntry()]);
    const seen: number[] = [];
    for (let rows = await log.readAfter(0, 100); rows.length > 0;) {
      const bytes = rows.reduce((sum, { body }) => sum + body!.length, 0);
      expect(rows.length === 1 || bytes <= READ_BYTES).toBe(true);
      seen.push(...rows.map(({ at }) => at.position));
      rows = await log.readAfter(seen.at(-1)!, 100);
    }
    expect(seen).toStrictEqual([1, 2, 3, 4]);
  });

  it('gives up on a lock that is held too long, mixes no answers, and goes on when it is free', async () => {
    const log = await open();
    const holder = new Client(database!.url);
    await holder.connect();
    await holder.query('begin; select * from log_head for update');
    const stuck = newEntry();
    const start = performance.now();
    await expect(log.append([stuck])).rejects.toThrow(LogUnavailable);
    expect(performance.now() - start).toBeLessThan(POSTGRES_DEADLINE_MS + 1_000);
    await holder.query('rollback');
    await holder.end();

    const others = Array.from({ length: 30 }, () => newEntry());
    const answers = await Promise.all(others.map((entry) => append(log, [entry])));
    expect(answers.map(([answer]) => answer!.contentHash)).toStrictEqual(
      others.map(({ contentHash }) => contentHash),
    );
    const [again] = await append(log, [stuck]);
    expect(again!.contentHash).toBe(stuck.contentHash);
  });

  it('says that it is unavailable when the server ends its connections, and comes back', async () => {
    const log = await open();
    await log.append([newEntry()]);
    const admin = new Client(database!.url);
    await admin.connect();
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await admin.end();
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => log.append([newEntry()])));
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(LogUnavailable);
    }
    expect(await log.append([newEntry()])).toMatchObject([{ recordedNow: true }]);
  });

  it('migrates once when two services start together, and refuses another log’s name', async () => {
    const empty = await freshDatabase();
    await Promise.all([migrated(empty.url), migrated(empty.url)]);
    const other = await createDataSource(empty.url).initialize();
    const applied = await other.query<{ name: string }[]>('select name from migration');
    expect(new Set(applied.map(({ name }) => name)).size).toBe(applied.length);
    expect(applied).toHaveLength(other.migrations.length);
    await expect(migrate(other, 'other')).rejects.toThrow(WrongLog);
    await other.destroy();
    await empty.drop();
  });
});
