import { createHash } from 'node:crypto';
import {
  APPEND,
  appendParameters,
  connectionOptions,
  createDataSource,
  migrate,
  type NewEntry,
} from '@daybook/command-service';
import { freshDatabase } from '@daybook/test-servers';
import { contentOf } from '@daybook/timeline-domain';
import pg from 'pg';
import { reporter } from '../../facts.js';
import type { Contender, Lane } from '../contender.js';

export const CEILING = 'append_entries alone, batches as reached in-process';
const FULL = 500;
const FULL_BATCHES = `append_entries alone, batches of ${FULL}`;
/** Batches that are made ready before the clock runs. */
const PREPARED = 20;

/** One way to call the function. */
interface Calls {
  readonly name: string;
  readonly callers?: number;
  readonly connections: number;
  entriesPerBatch(): number;
}

/**
 * What Postgres gives when the function that appends a batch is called over and over with rows that are made ready
 * beforehand, and nothing else is done: the clock stands while rows are made.
 *
 * @param reached entries in a batch that the append path has last reached with so many callers
 */
export async function openCeiling(
  callers: readonly number[],
  reached: (callers: number) => number,
): Promise<Contender> {
  const database = await freshDatabase();
  const dataSource = await createDataSource(database.url).initialize();
  await migrate(dataSource, 'bench').finally(() => dataSource.destroy());
  const ways: Calls[] = [
    ...callers.map((count) => ({
      name: CEILING,
      callers: count,
      connections: 1,
      entriesPerBatch: () => Math.max(1, Math.round(reached(count))),
    })),
    { name: `${FULL_BATCHES}, 1 connection`, connections: 1, entriesPerBatch: () => FULL },
    { name: `${FULL_BATCHES}, 2 connections`, connections: 2, entriesPerBatch: () => FULL },
  ];
  // A stall is part of the figure here; it must not end the bench.
  const patient = { ...connectionOptions(database.url), query_timeout: 60_000, statement_timeout: 60_000 };
  const clients = Array.from({ length: 2 }, () => new pg.Client(patient));
  await Promise.all(clients.map((client) => client.connect()));
  const nextEntry = entries();

  return {
    lanes: ways.map(({ connections, entriesPerBatch: nextSize, ...lane }): Lane => ({
      ...lane,
      async measure(seconds) {
        const entriesPerBatch = nextSize();
        let milliseconds = 0;
        let batches = 0;
        while (milliseconds < seconds * 1_000) {
          const calls = Array.from({ length: PREPARED }, () =>
            appendParameters(Array.from({ length: entriesPerBatch }, nextEntry)),
          );
          batches += calls.length;
          const startedAt = performance.now();
          await Promise.all(
            clients.slice(0, connections).map(async (client) => {
              for (let values = calls.pop(); values; values = calls.pop()) {
                await client.query({ name: 'append', text: APPEND, values, rowMode: 'array' });
              }
            }),
          );
          milliseconds += performance.now() - startedAt;
        }
        return { entriesPerSecond: (batches * entriesPerBatch * 1_000) / milliseconds, entriesPerBatch };
      },
    })),
    async close() {
      await Promise.all(clients.map((client) => client.end()));
      await database.drop();
    },
  };
}

function entries(): () => NewEntry {
  const report = reporter();
  return () => {
    const { fact } = report();
    const content = contentOf(fact, (text) => createHash('sha256').update(text).digest('hex'));
    const now = Date.now();
    return {
      account: 'acme',
      id: fact.id,
      incidentId: fact.incidentId,
      type: fact.type,
      occurredAt: now,
      receivedAt: now,
      recordedBy: 'bench',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      body: content.text,
      contentHash: content.hash,
    };
  };
}
