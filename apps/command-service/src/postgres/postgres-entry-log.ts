import { shardOf, type EntryId } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  EntryLog,
  LogUnavailable,
  type Appended,
  type LoggedEntry,
  type LogFilter,
  type LogHead,
  type Misplaced,
  type NewEntry,
} from '../append-entry/entry-log.js';
import { AppendPipeline } from './append-pipeline.js';
import { READ_BYTES, selectBehind, toLoggedEntry, type LogEntryRow } from './log-entry-row.js';
import { asLogUnavailable } from './unavailable.js';

/** One call appends a batch; its parameters are those of appendParameters. */
export const APPEND = `select ordinal, recorded_now, entry_epoch, entry_position, entry_received_ms, entry_recorded_ms, entry_content_hash,
    entry_refused
  from append_entries($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, string_to_array($13, E'\\x1e'), $14, $15)`;

const NAMED = `and position in (
  select position from redaction where position > $1 and account = $4 order by position limit $2)`;

interface AppendedRow {
  readonly recorded_now: boolean;
  readonly entry_epoch: number;
  readonly entry_position: string;
  readonly entry_received_ms: string;
  readonly entry_recorded_ms: string;
  readonly entry_content_hash: string | null;
}

type AppendRow = (AppendedRow & { readonly entry_refused: null }) | RefusedRow;
interface RefusedRow {
  readonly entry_refused: Misplaced['misplaced'];
}

@Injectable()
export class PostgresEntryLog extends EntryLog {
  readonly #appends: AppendPipeline;
  #log: string | undefined;

  constructor(private readonly dataSource: DataSource) {
    super();
    this.#appends = new AppendPipeline(dataSource);
  }

  async append(entries: readonly NewEntry[]): Promise<(Appended | Misplaced)[]> {
    const log = this.#log ?? (await this.head()).log;
    const rows = await this.#appends
      .query<AppendRow>({ name: 'append', text: APPEND, values: appendParameters(entries) })
      .catch((error: unknown) => {
        throw asLogUnavailable(error);
      });
    return rows.map((row) =>
      row.entry_refused === null ? toAppended(log, row) : { misplaced: row.entry_refused },
    );
  }

  async find(account: string, id: EntryId): Promise<Appended | undefined> {
    const log = this.#log ?? (await this.head()).log;
    const [row] = await this.#query<AppendedRow>(
      `select false as recorded_now, epoch as entry_epoch, position as entry_position, received_ms as entry_received_ms,
              recorded_ms as entry_recorded_ms, encode(content_hash, 'hex') as entry_content_hash
       from log_entry where account = $1 and id = $2`,
      [account, id],
    );
    return row && toAppended(log, row);
  }

  async head(): Promise<LogHead> {
    const [row] = await this.#query<{ log: string; epoch: number; position: string }>(
      'select log, epoch, position from log_head',
      [],
    );
    if (!row) throw new LogUnavailable('the log has no head: it is being made, or restored');
    this.#log = row.log;
    return { log: row.log, epoch: row.epoch, position: Number(row.position) };
  }

  // An account's feed reads past the rows of the others: an index on (account, position) would be paid for by every
  // append, and for small accounts the planner takes (account, id).
  async readAfter(position: number, limit: number, filter: LogFilter = {}): Promise<LoggedEntry[]> {
    const log = this.#log ?? (await this.head()).log;
    const conditions = [
      ['account', filter.account],
      ['incident_id', filter.incidentId],
      ['id', filter.id],
    ].filter(([, value]) => value !== undefined);
    const parameters = conditions.map(([, value]) => value);
    const sql = conditions.map(([column], index) => `and ${column} = $${index + 4}`).join(' ');
    const rows = await this.#query<LogEntryRow>(selectBehind(sql), [
      position,
      limit,
      READ_BYTES,
      ...parameters,
    ]);
    return rows.map((row) => toLoggedEntry(log, row));
  }

  async redactionsAfter(position: number, limit: number, account: string): Promise<LoggedEntry[]> {
    const log = this.#log ?? (await this.head()).log;
    const rows = await this.#query<LogEntryRow>(selectBehind(NAMED), [position, limit, READ_BYTES, account]);
    return rows.map((row) => toLoggedEntry(log, row));
  }

  async firstSeen(account: string, idempotencyKey: string, now: number): Promise<number> {
    // The update changes nothing; it makes the row that another caller has just inserted come back.
    const [row] = await this.#query<{ first_seen_ms: string }>(
      `insert into idempotency_key as known (account, key, first_seen_ms) values ($1, $2, $3)
       on conflict (account, key) do update set first_seen_ms = known.first_seen_ms
       returning first_seen_ms`,
      [account, idempotencyKey, now],
    );
    return Number(row!.first_seen_ms);
  }

  async #query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    try {
      return (await this.dataSource.query(sql, parameters)) as Row[];
    } catch (error) {
      throw asLogUnavailable(error);
    }
  }
}

/**
 * A column each, as Postgres reads arrays. Bodies are joined by a control character instead, which JSON never holds as it
 * is: the quotes of JSON as an element of an array cost more than all other columns.
 */
export function appendParameters(entries: readonly NewEntry[]): string[] {
  return [
    texts(entries.map((entry) => entry.account)),
    plain(entries.map((entry) => entry.id)),
    texts(entries.map((entry) => entry.incidentId)),
    texts(entries.map((entry) => entry.type)),
    plain(entries.map((entry) => shardOf(entry.account, entry.incidentId))),
    plain(entries.map((entry) => entry.occurredAt)),
    plain(entries.map((entry) => entry.receivedAt)),
    texts(entries.map((entry) => entry.recordedBy)),
    texts(entries.map((entry) => entry.traceparent)),
    texts(entries.map((entry) => entry.origin?.log)),
    plain(entries.map((entry) => entry.origin?.epoch)),
    plain(entries.map((entry) => entry.origin?.position)),
    entries.map((entry) => entry.body).join('\x1e'),
    plain(entries.map((entry) => entry.contentHash)),
    plain(entries.map((entry) => entry.amends)),
  ];
}

/** Of numbers, ids and hexadecimal digits. */
function plain(values: readonly (string | number | null | undefined)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

function texts(values: readonly (string | undefined)[]): string {
  return `{${values.map((value) => (value === undefined ? 'NULL' : quoted(value))).join(',')}}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function toAppended(log: string, row: AppendedRow): Appended {
  return {
    recordedNow: row.recorded_now,
    at: { log, epoch: row.entry_epoch, position: Number(row.entry_position) },
    receivedAt: Number(row.entry_received_ms),
    recordedAt: Number(row.entry_recorded_ms),
    contentHash: row.entry_content_hash,
  };
}
