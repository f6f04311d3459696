import type { RunQuery } from './run-query.js';

/** Rows of a read, and the bytes of their bodies: a page is what an export holds in memory. */
const PAGE_ROWS = 1_000;
const PAGE_BYTES = 4 * 1024 * 1024;
/** Rows outside of the log that are shown: one would do. */
const STRAY_ROWS = 100;

/** As the driver gives it: bigints are texts. */
export interface ExportRow {
  readonly position: string;
  readonly epoch: number;
  readonly account: string;
  readonly id: string;
  readonly recorded_ms: string;
  readonly shard: number;
  readonly shard_prev: string;
  readonly incident_id: string;
  readonly type: string;
  readonly occurred_ms: string;
  readonly amends_id: string | null;
  readonly salt: string | null;
  readonly content_hash: string | null;
  readonly leaf: string;
  /** Null as well for rows of other accounts. */
  readonly body: string | null;
}

/** $1 is the account that sees bodies, or `*`. */
const COLUMNS = `position, epoch, account, id, recorded_ms, shard, shard_prev, incident_id, type, occurred_ms, amends_id,
  encode(salt, 'hex') as salt, encode(content_hash, 'hex') as content_hash, encode(leaf, 'hex') as leaf,
  case when $1 in ('*', account) then body end as body`;

/** Rows behind a position up to another, in order; fewer when they are large, but one at least. */
export function rowsBetween(
  query: RunQuery,
  after: number,
  upTo: number,
  account: string,
): Promise<ExportRow[]> {
  return query<ExportRow>(
    `select ${COLUMNS}
     from (select next.*, row_number() over upward as place, sum(coalesce(octet_length(body), 0)) over upward as bytes
           from (select * from log_entry where position > $2 and position <= $3 order by position limit $4) next
           window upward as (order by position)) sized
     where place = 1 or bytes <= $5 order by position`,
    [account, after, upTo, PAGE_ROWS, PAGE_BYTES],
  );
}

/** Rows that are not between the log's first position and its last. One statement, so one snapshot: appends add none. */
export function strayRows(query: RunQuery, account: string): Promise<ExportRow[]> {
  return query<ExportRow>(
    `select ${COLUMNS} from log_entry
     where position < 1 or position > (select h.position from log_head h) order by position limit $2`,
    [account, STRAY_ROWS],
  );
}
