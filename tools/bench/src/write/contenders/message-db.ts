import { readdirSync, readFileSync } from 'node:fs';
import { freshDatabase } from '@daybook/test-servers';
import pg from 'pg';
import { closedLoop } from '../../closed-loop.js';
import { reporter } from '../../facts.js';
import { POOL_SIZE, type Contender } from '../contender.js';

/** The package is SQL; its install.sh runs these files by psql, and makes roles and views as well. */
const sqlFolder = new URL('./database/', import.meta.resolve('@eventide/message-db/package.json'));
const PARTS = ['schema', 'tables', 'types', 'functions', 'indexes'];

const WRITE = {
  name: 'write',
  text: 'select message_store.write_message($1, $2, $3, $4, null, $5)',
};

/** https://github.com/message-db/message-db: a stream for each incident, and the expected version with each write. */
export async function openMessageDb(callers: readonly number[]): Promise<Contender> {
  const database = await freshDatabase();
  const pool = new pg.Pool({
    connectionString: database.url,
    max: POOL_SIZE,
    options: '-c search_path=message_store,public',
  });
  for (const part of PARTS) {
    for (const file of readdirSync(new URL(`${part}/`, sqlFolder)).sort()) {
      await pool.query(readFileSync(new URL(`${part}/${file}`, sqlFolder), 'utf8'));
    }
  }
  return {
    lanes: callers.map((count) => ({
      name: '@eventide/message-db',
      callers: count,
      measure(seconds) {
        const reporters = Array.from({ length: count }, reporter);
        return closedLoop(count, seconds, async (caller) => {
          const { fact, ordinal } = reporters[caller]!();
          const stream = `incident-${fact.incidentId}`;
          await pool.query({ ...WRITE, values: [fact.id, stream, fact.type, fact, ordinal - 1] });
        });
      },
    })),
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}
