import type { LoggedEntry } from '../append-entry/entry-log.js';

const COLUMNS = `position, epoch, account, id, incident_id, type, shard, shard_prev, occurred_ms, received_ms, recorded_ms,
  recorded_by, traceparent, origin_log, origin_epoch, origin_position, encode(content_hash, 'hex') as content_hash, body`;

/** Bodies of one read, so that it stays within its deadline whatever they hold. */
export const READ_BYTES = 8 * 1024 * 1024;

/**
 * Entries behind position $1, at most $2 of them and $3 bytes of bodies, but at least one, however large. Sizes are
 * known to Postgres without reading the bodies.
 *
 * @param filter a further condition on the rows
 */
export function selectBehind(filter = ''): string {
  return `select ${COLUMNS}
    from (select next.*, row_number() over upward as place, sum(coalesce(octet_length(body), 0)) over upward as bytes
          from (select * from log_entry where position > $1 ${filter} order by position limit $2) next
          window upward as (order by position)) sized
    where place = 1 or bytes <= $3 order by position`;
}

/** As the driver gives it: bigints are texts. */
export interface LogEntryRow {
  readonly position: string;
  readonly epoch: number;
  readonly account: string;
  readonly id: string;
  readonly incident_id: string;
  readonly type: string;
  readonly shard: number;
  readonly shard_prev: string;
  readonly occurred_ms: string;
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
    incidentId: row.incident_id,
    type: row.type,
    occurredAt: Number(row.occurred_ms),
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
