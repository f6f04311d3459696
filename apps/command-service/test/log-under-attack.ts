import { LogVerifier, type LogReport, type VerifyOptions } from '@daybook/log-chain';
import { freshDatabase, templateDatabase } from '@daybook/test-servers';
import type { CheckpointV1 } from '@daybook/timeline-contracts';
import { createDataSource, migrate } from '../src/postgres/data-source.js';
import { PostgresChainedLog } from '../src/postgres/postgres-chained-log.js';
import { PostgresEntryLog } from '../src/postgres/postgres-entry-log.js';

/** A log on a database of its own, which a spec tampers with as somebody who can write to all of it. */
export interface LogUnderAttack {
  readonly log: PostgresEntryLog;
  sql<Row>(text: string): Promise<Row[]>;
  idAt(position: number): Promise<string | undefined>;
  checkpoint(): Promise<CheckpointV1>;
  /** Exports it for an account, all rows unless told otherwise, and checks the export. */
  verify(options?: VerifyOptions, account?: string): Promise<LogReport>;
  close(): Promise<void>;
}

export async function logUnderAttack(): Promise<LogUnderAttack> {
  const template = await templateDatabase('log_under_attack', makeDatabase, [
    new URL('../src/postgres/migrations/', import.meta.url),
  ]);
  const database = await freshDatabase({ template });
  const dataSource = await createDataSource(database.url).initialize();
  const chained = new PostgresChainedLog(dataSource);
  const sql = <Row>(text: string): Promise<Row[]> => dataSource.query(text);
  return {
    ...{ log: new PostgresEntryLog(dataSource), sql },
    async idAt(position) {
      const [row] = await sql<{ id: string }>(`select id from log_entry where position = ${position}`);
      return row?.id;
    },
    checkpoint: async () => ({ ...(await chained.chainHead()), time: new Date().toISOString() }),
    async verify(options = {}, account = '*') {
      const verifier = new LogVerifier(options);
      for await (const lines of chained.export(await chained.chainHead(), { account, after: 0 })) {
        for (const line of lines) verifier.take(line);
      }
      return verifier.finish();
    },
    async close() {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

async function makeDatabase(url: string): Promise<void> {
  const dataSource = await createDataSource(url).initialize();
  await migrate(dataSource, 'local').finally(() => dataSource.destroy());
}
