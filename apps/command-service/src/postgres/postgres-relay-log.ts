import { SHARD_COUNT } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { Client } from 'pg';
import type { LoggedEntry, LogHead } from '../append-entry/entry-log.js';
import { Config } from '../config.js';
import { RelayLog, type RelayCheckpoint, type RelaySession } from '../relay-entries/relay-log.js';
import { connectionOptions } from './data-source.js';
import { hangUp } from './deadline-client.js';
import { PostgresServer } from './postgres-server.js';
import { READ_BYTES, selectBehind, toLoggedEntry, type LogEntryRow } from './log-entry-row.js';

/** Any number that nothing else in this database locks. */
const RELAY_LOCK = 731_140_001;
export const CHECKPOINT = 'entries';
/**
 * An active relay asks several times a second, and at least every 2 s while a broker keeps it waiting. One that is
 * frozen, or whose machine is gone, loses its session and with it the lock, whatever has become of its connection: by
 * the first timeout if it asks nothing more, by that of TCP if the server can't get rid of an answer.
 */
const IDLE_SESSION_MS = 5_000;

/**
 * The lock is the session's: one connection holds it, reads the log and writes the checkpoint, so a relay that has
 * lost its lock has lost its pen as well.
 */
@Injectable()
export class PostgresRelayLog extends RelayLog {
  constructor(
    private readonly config: Config,
    private readonly server: PostgresServer,
  ) {
    super();
  }

  async acquire(): Promise<RelaySession | undefined> {
    if (!this.server.up) return undefined;
    const client = new Client(connectionOptions(this.config.postgresUrl));
    // Without a listener, a connection that dies between two queries would end the process; the next query fails anyway.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
        RELAY_LOCK,
      ]);
      if (rows[0]?.locked) {
        // A checkpoint lost in a crash of the server only means that entries are published again.
        await client.query(
          `set synchronous_commit = off; set idle_session_timeout = ${IDLE_SESSION_MS};
           set tcp_user_timeout = ${IDLE_SESSION_MS}`,
        );
        const log = await client.query<{ log: string }>('select log from log_head');
        return new PostgresRelaySession(client, log.rows[0]!.log);
      }
    } catch (error) {
      await close(client);
      throw error;
    }
    await close(client);
    return undefined;
  }
}

class PostgresRelaySession implements RelaySession {
  constructor(
    private readonly client: Client,
    private readonly log: string,
  ) {}

  async head(): Promise<LogHead> {
    const { rows } = await this.client.query<{ log: string; epoch: number; position: string }>(
      'select log, epoch, position from log_head',
    );
    const [{ log, epoch, position }] = rows as [(typeof rows)[number]];
    return { log, epoch, position: Number(position) };
  }

  async checkpoint(): Promise<RelayCheckpoint> {
    const { rows } = await this.client.query<{ position: string; shard_last: string[] }>(
      'select position, shard_last from relay_checkpoint where name = $1',
      [CHECKPOINT],
    );
    const [row] = rows;
    if (!row) return { position: 0, shardLast: new Array<number>(SHARD_COUNT).fill(0) };
    return { position: Number(row.position), shardLast: row.shard_last.map(Number) };
  }

  async readAfter(position: number, limit: number): Promise<LoggedEntry[]> {
    const { rows } = await this.client.query<LogEntryRow>({
      name: 'relay-read',
      text: selectBehind(),
      values: [position, limit, READ_BYTES],
    });
    return rows.map((row) => toLoggedEntry(this.log, row));
  }

  async save({ position, shardLast }: RelayCheckpoint): Promise<void> {
    await this.client.query({
      name: 'relay-save',
      text: `insert into relay_checkpoint (name, position, shard_last) values ($1, $2, $3)
             on conflict (name) do update set position = excluded.position, shard_last = excluded.shard_last`,
      values: [CHECKPOINT, position, shardLast],
    });
  }

  async close(): Promise<void> {
    await close(this.client);
  }
}

/** A frozen server must not keep us: pg's own goodbye waits for it. */
async function close(client: Client): Promise<void> {
  const timer = setTimeout(() => hangUp(client), 500);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}
