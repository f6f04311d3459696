import { freshDatabase, type Database } from '@daybook/test-servers';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import type { Logger } from '../logger.js';
import { createDataSource, migrate } from './data-source.js';
import { IdempotencyKeys, KEY_LIFETIME_MS } from './idempotency-keys.js';
import { PostgresEntryLog } from './postgres-entry-log.js';

const NOW = Date.UTC(2026, 2, 1);

describe('idempotency keys', () => {
  let database: Database;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase();
    dataSource = await createDataSource(database.url).initialize();
    await migrate(dataSource, 'local');
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('are kept for 48 h, and then forgotten, however many', async () => {
    await dataSource.query(
      `insert into idempotency_key select 'acme', 'old ' || n, $1 from generate_series(1, 4500) n`,
      [NOW - KEY_LIFETIME_MS - 1],
    );
    const log = new PostgresEntryLog(dataSource);
    const firstSeen = (key: string) => log.firstSeen('acme', key, NOW);
    await log.firstSeen('acme', 'young', NOW - KEY_LIFETIME_MS);
    expect(await firstSeen('old 1')).toBe(NOW - KEY_LIFETIME_MS - 1);

    const logger = pino({ level: 'silent' }) as unknown as Logger;
    expect(await new IdempotencyKeys(dataSource, { now: () => NOW }, logger).forgetOld()).toBe(4_500);
    expect(await firstSeen('old 1')).toBe(NOW);
    expect(await firstSeen('young')).toBe(NOW - KEY_LIFETIME_MS);
  });
});
