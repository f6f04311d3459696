import { freshDatabase } from '@daybook/test-servers';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { closedLoop } from '../../closed-loop.js';
import { reporter } from '../../facts.js';
import { POOL_SIZE, type Contender } from '../contender.js';

export const EMMETT = '@event-driven-io/emmett-postgresql';

/** https://event-driven-io.github.io/emmett: a stream for each incident, the version checked as its guide does. */
export async function openEmmett(callers: readonly number[]): Promise<Contender> {
  const database = await freshDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: POOL_SIZE });
  const store = getPostgreSQLEventStore(database.url, { connectionOptions: { pool } });
  await store.schema.migrate();
  return {
    lanes: callers.map((count) => ({
      name: EMMETT,
      callers: count,
      measure(seconds) {
        const reporters = Array.from({ length: count }, reporter);
        return closedLoop(count, seconds, async (caller) => {
          const { fact, ordinal } = reporters[caller]!();
          await store.appendToStream(`incident-${fact.incidentId}`, [{ type: fact.type, data: fact }], {
            expectedStreamVersion: BigInt(ordinal),
          });
        });
      },
    })),
    async close() {
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
}
