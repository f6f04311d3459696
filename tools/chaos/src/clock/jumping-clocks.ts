import { writeFileSync } from 'node:fs';
import pg from 'pg';
import type { ChaosStack } from '../chaos-stack.js';
import { type SERVICES } from '../schedule.js';

/**
 * Postgres has no clock of its own to set, so its log gets a `clock_timestamp()` that stands before the built-in one
 * and adds what a table says.
 */
const POSTGRES_CLOCK = `
  create schema jumping;
  create table jumping.clock (ahead_ms bigint not null);
  insert into jumping.clock values (0);
  create function jumping.clock_timestamp() returns timestamptz language sql volatile as
    $$ select pg_catalog.clock_timestamp() + ahead_ms * interval '1 millisecond' from jumping.clock $$;
`;

/** Clocks of the processes under test, which can be set while they run. */
export class JumpingClocks {
  constructor(private readonly stack: ChaosStack) {}

  /** Before the services connect: a connection looks its names up in the order that held when it was made. */
  async install(): Promise<void> {
    await this.#query(POSTGRES_CLOCK);
    const database = new URL(this.stack.postgresUrl).pathname.slice(1);
    await this.#query(`alter database "${database}" set search_path = public, jumping, pg_catalog`);
  }

  /** @param ms ahead of the true time, behind it where negative, 0 for the true time */
  async set(target: 'postgres' | (typeof SERVICES)[number], ms: number): Promise<void> {
    if (target === 'postgres') return this.#query(`update jumping.clock set ahead_ms = ${ms}`);
    writeFileSync(this.stack.clockFileOf(target), String(ms));
  }

  async #query(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.stack.postgresUrl });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}
