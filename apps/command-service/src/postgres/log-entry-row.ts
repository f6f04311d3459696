import type { LoggedEntry } from '../append-entry/entry-log.js';

export const LOGGED_ENTRY_COLUMNS = `position, epoch, account, id, type, shard, shard_prev, received_ms, recorded_ms,
  recorded_by, traceparent, origin_log, origin_epoch, origin_position, encode(content_hash, 'hex') as content_hash, body`;

/** As the driver gives it: bigints are texts. */
export interface LogEntryRow {
  readonly position: string;
  readonly epoch: number;
  readonly account: string;
  readonly id: string;
  readonly type: string;
  readonly shard: number;
  readonly shard_prev: string;
  readonly received_ms: string;
  readonly recorded_ms: string;
  readonly recorded_by: string;
  readonly traceparent: string | null;
  readonly origin_log: string | null;
  readonly origin_epoch: number | null;
  readonly origin_position: string | null;
  readonly content_hash: string | null;
  readonly body: string | null;
}

export function toLoggedEntry(log: string, row: LogEntryRow): LoggedEntry {
  const at = { log, epoch: row.epoch, position: Number(row.position) };
  return {
    account: row.account,
    id: row.id,
    type: row.type,
    at,
    origin:
      row.origin_log === null
        ? at
        : { log: row.origin_log, epoch: row.origin_epoch!, position: Number(row.origin_position) },
    shard: row.shard,
    shardPrev: Number(row.shard_prev),
    receivedAt: Number(row.received_ms),
    recordedAt: Number(row.recorded_ms),
    recordedBy: row.recorded_by,
    traceparent: row.traceparent,
    contentHash: row.content_hash,
    body: row.body,
  };
}
