import {
  AppendBatcher,
  AppendEntries,
  AppendEntriesHandler,
  createDataSource,
  createLogger,
  migrate,
  PostgresEntryLog,
  SystemClock,
} from '@daybook/command-service';
import { freshDatabase } from '@daybook/test-servers';
import { register, type Histogram } from 'prom-client';
import { closedLoop } from '../../closed-loop.js';
import { reporter } from '../../facts.js';
import type { Contender } from '../contender.js';

export const IN_PROCESS = 'Daybook, in-process';

const context = {
  account: 'acme',
  recordedBy: 'bench',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

/** The command's handler on the batcher on the log in Postgres: all of the append but its door, its relay and the broker. */
export async function openAppendPath(callers: readonly number[]): Promise<Contender> {
  const database = await freshDatabase();
  const dataSource = await createDataSource(database.url).initialize();
  await migrate(dataSource, 'bench');
  const log = new PostgresEntryLog(dataSource);
  const batcher = new AppendBatcher(log, { publish: () => undefined } as never);
  const noQueue = { enqueue: () => Promise.resolve(false) };
  const handler = new AppendEntriesHandler(batcher, log, noQueue, new SystemClock(), createLogger('warn'));
  return {
    lanes: callers.map((count) => ({
      name: IN_PROCESS,
      callers: count,
      async measure(seconds) {
        const reporters = Array.from({ length: count }, reporter);
        const before = await batches();
        const cpuBefore = process.cpuUsage();
        const slice = await closedLoop(count, seconds, async (caller) => {
          const [result] = await handler.execute(new AppendEntries([reporters[caller]!().fact], context));
          if (result!.kind !== 'recorded') throw new Error(`an append was ${JSON.stringify(result)}`);
        });
        const cpu = process.cpuUsage(cpuBefore);
        const after = await batches();
        const entries = after.sum - before.sum;
        return {
          ...slice,
          entriesPerBatch: entries / (after.count - before.count),
          cpuMicrosecondsPerEntry: (cpu.user + cpu.system) / entries,
        };
      },
    })),
    async close() {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

async function batches(): Promise<{ sum: number; count: number }> {
  const { values } = await (register.getSingleMetric('daybook_append_batch_entries') as Histogram).get();
  const value = (suffix: string) => values.find(({ metricName }) => metricName?.endsWith(suffix))!.value;
  return { sum: value('_sum'), count: value('_count') };
}
