import { EventStore, EventType } from '@castore/core';
import { PostgresEventStorageAdapter } from '@castore/event-storage-adapter-postgres';
import { freshDatabase } from '@daybook/test-servers';
import { closedLoop } from '../../closed-loop.js';
import { reporter } from '../../facts.js';
import { POOL_SIZE, type Contender } from '../contender.js';

/** https://castore-dev.github.io/castore: an aggregate for each incident, and the version with each event. */
export async function openCastore(callers: readonly number[]): Promise<Contender> {
  const database = await freshDatabase();
  // Its driver, postgres, takes the size of its pool from the address.
  const connectionString = `${database.url}?max=${POOL_SIZE}`;
  await PostgresEventStorageAdapter.createEventTable({
    connectionString,
    aggregateId: { type: 'VARCHAR', length: 64 },
  });
  const eventStorageAdapter = new PostgresEventStorageAdapter({ connectionString });
  const store = new EventStore({
    eventStoreId: 'incidents',
    eventTypes: [new EventType({ type: 'trigger' }), new EventType({ type: 'annotate' })],
    reducer: (aggregate: { aggregateId: string; version: number }) => aggregate,
    eventStorageAdapter,
  });
  return {
    lanes: callers.map((count) => ({
      name: '@castore/event-storage-adapter-postgres',
      callers: count,
      measure(seconds) {
        const reporters = Array.from({ length: count }, reporter);
        return closedLoop(count, seconds, async (caller) => {
          const { fact, ordinal } = reporters[caller]!();
          const event = {
            aggregateId: fact.incidentId,
            version: ordinal + 1,
            type: fact.type,
            payload: fact,
          };
          await store.pushEvent(event as Parameters<typeof store.pushEvent>[0]);
        });
      },
    })),
    async close() {
      // It offers no way to close its connections, and they would keep the database.
      const { _sql: sql } = eventStorageAdapter as unknown as { _sql: { end(): Promise<void> } };
      await sql.end();
      await database.drop();
    },
  };
}
