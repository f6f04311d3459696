import { freshDatabase, tcpProxy, templateDatabase, waitFor, type TcpProxy } from '@daybook/test-servers';
import type { DataSource } from 'typeorm';
import { newEntry } from '../append-entry/entry-log.contract.js';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { createDataSource, migrate } from './data-source.js';
import { PostgresEntryLog } from './postgres-entry-log.js';

async function migrated(url: string): Promise<void> {
  const dataSource = await createDataSource(url).initialize();
  await migrate(dataSource, 'local').finally(() => dataSource.destroy());
}

describe('a log that is no fault of the sender', () => {
  let template: string;
  let wire: TcpProxy;
  let dataSource: DataSource;
  let log: PostgresEntryLog;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    template = await templateDatabase('entry_log', migrated, [new URL('./migrations/', import.meta.url)]);
  });

  async function open(from: { readonly template?: string }): Promise<void> {
    const database = await freshDatabase(from);
    wire = await tcpProxy(database.url);
    dataSource = await createDataSource(wire.url).initialize();
    log = new PostgresEntryLog(dataSource);
    drop = database.drop;
  }

  afterEach(async () => {
    await dataSource.destroy();
    await wire.close();
    await drop();
  });

  it('is not migrated yet', async () => {
    await open({});
    await expect(log.append([newEntry()])).rejects.toThrow(LogUnavailable);
    await expect(log.firstSeen('acme', 'key', 1)).rejects.toThrow(LogUnavailable);
  });

  it.each([
    ['has no head', 'delete from log_head'],
    ['was restored by half', 'update log_head set position = position - 1'],
    ['has no function', 'alter function append_entries rename to gone'],
    ['is read only', 'set session characteristics as transaction read only'],
    ['has no table', 'alter table log_entry rename to gone'],
  ])('%s', async (_what, sql) => {
    await open({ template });
    await log.append([newEntry()]);
    await dataSource.query(sql);
    for (const reader of [log, new PostgresEntryLog(dataSource)]) {
      await expect(reader.append([newEntry()])).rejects.toThrow(LogUnavailable);
    }
  });

  it('was dropped', async () => {
    await open({ template });
    await log.append([newEntry()]);
    await drop().catch(() => undefined);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(log.append([newEntry()])).rejects.toThrow(LogUnavailable);
    }
  });

  it('went silent on every connection, and answers on new ones', async () => {
    await open({ template });
    await Promise.all(Array.from({ length: 4 }, () => log.append([newEntry()])));
    wire.desert();
    const entry = newEntry();
    const attempts = Array.from({ length: 4 }, () => log.append([entry]));
    for (const attempt of await Promise.allSettled(attempts)) {
      expect(attempt).toMatchObject({ status: 'rejected', reason: expect.any(LogUnavailable) });
    }
    const appended = await waitFor(() => log.append([entry]), { what: 'an answer', timeoutMs: 10_000 });
    expect(appended).toMatchObject([{ contentHash: entry.contentHash }]);
  });
});
