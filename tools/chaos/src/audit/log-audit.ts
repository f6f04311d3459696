import { createHash } from 'node:crypto';
import { entryIdBytes, SHARD_COUNT } from '@daybook/timeline-domain';
import pg from 'pg';

const PAGE = 5_000;

/** A row of the log as far as an audit looks at it. */
export interface LogRow {
  readonly position: number;
  readonly account: string;
  readonly id: string;
  readonly incidentId: string;
  readonly occurredMs: number;
  readonly contentHash: string;
}

interface StoredRow {
  readonly position: string;
  readonly account: string;
  readonly id: string;
  readonly incident_id: string;
  readonly occurred_ms: string;
  readonly recorded_ms: string;
  readonly shard: number;
  readonly shard_prev: string;
  readonly content_hash: Buffer;
  readonly salt: Buffer;
  readonly leaf: Buffer;
}

interface HeadRow {
  readonly position: string;
  readonly chain: Buffer;
  readonly shard_heads: string[];
}

export interface LogAudit {
  readonly head: number;
  readonly rows: readonly LogRow[];
  /** What does not hold, in words. */
  readonly faults: readonly string[];
}

/**
 * Reads the log from Postgres and proves it from its rows alone: dense positions, each linked to the one before it in
 * its shard, a time of recording that never runs backwards, and a chain that leads to what log_head holds.
 */
export async function auditLog(postgresUrl: string): Promise<LogAudit> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    return await audit(client);
  } finally {
    await client.end();
  }
}

async function audit(client: pg.Client): Promise<LogAudit> {
  const faults: string[] = [];
  const rows: LogRow[] = [];
  const shardLast = new Array<number>(SHARD_COUNT).fill(0);
  let chain: Buffer = Buffer.alloc(32);
  let recordedMs = 0;
  for await (const row of storedRows(client)) {
    const position = Number(row.position);
    if (position !== rows.length + 1)
      faults.push(`position ${rows.length + 1} is missing: then comes ${position}`);
    if (Number(row.shard_prev) !== shardLast[row.shard]) faults.push(`${position} names a wrong shard_prev`);
    if (Number(row.recorded_ms) < recordedMs) faults.push(`${position} was recorded before its predecessor`);
    if (!leafOf(row).equals(row.leaf)) faults.push(`the leaf of ${position} is not that of its row`);
    chain = sha256(chain, row.leaf);
    shardLast[row.shard] = position;
    recordedMs = Number(row.recorded_ms);
    rows.push({
      position,
      account: row.account,
      id: row.id,
      incidentId: row.incident_id,
      occurredMs: Number(row.occurred_ms),
      contentHash: row.content_hash.toString('hex'),
    });
  }
  const { rows: heads } = await client.query<HeadRow>('select position, chain, shard_heads from log_head');
  const [head] = heads as [HeadRow];
  if (Number(head.position) !== rows.length)
    faults.push(`log_head is at ${head.position} of ${rows.length} rows`);
  if (!head.chain.equals(chain)) faults.push('the chain of the rows is not that of log_head');
  if (head.shard_heads.some((last, shard) => Number(last) !== shardLast[shard])) {
    faults.push('shard_heads are not the last positions of the shards');
  }
  return { head: Number(head.position), rows, faults };
}

async function* storedRows(client: pg.Client): AsyncGenerator<StoredRow> {
  for (let after = 0; ;) {
    const { rows } = await client.query<StoredRow>(
      `select position, account, id, incident_id, occurred_ms, recorded_ms, shard, shard_prev, content_hash, salt, leaf
       from log_entry where position > $1 order by position limit ${PAGE}`,
      [after],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = Number(last.position);
  }
}

/** SHA-256 over salt, account, a zero byte, id, time of recording (64 bits, big-endian) and content hash. */
function leafOf({ salt, account, id, recorded_ms, content_hash }: StoredRow): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigInt64BE(BigInt(recorded_ms));
  return sha256(salt, Buffer.from(account), Buffer.of(0), entryIdBytes(id), time, content_hash);
}

function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
