import { EVERY_ACCOUNT } from '@daybook/access-tokens';
import { LogVerifier } from '@daybook/log-chain';
import { exportLog, readChainHead, type RunQuery } from '@daybook/log-export';
import type { LogExportEntry } from '@daybook/timeline-contracts';
import pg from 'pg';

/** A row whose content nobody has taken away. */
export type LogRow = LogExportEntry & { readonly contentHash: string };

export interface LogAudit {
  readonly head: number;
  readonly rows: readonly LogRow[];
  /** What does not hold, in words. */
  readonly faults: readonly string[];
}

/**
 * Reads the log from Postgres and proves it from its rows, as `daybook verify` does: dense positions, each linked to the
 * one before it in its shard, a time of recording that never runs backwards, contents that are those that were hashed,
 * and a chain that leads to what log_head holds.
 */
export async function auditLog(postgresUrl: string): Promise<LogAudit> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  const query: RunQuery = async <Row>(sql: string, parameters: unknown[]) =>
    (await client.query(sql, parameters)).rows as Row[];
  try {
    return await audit(query);
  } finally {
    await client.end();
  }
}

async function audit(query: RunQuery): Promise<LogAudit> {
  const head = await readChainHead(query);
  if (!head) return { head: 0, rows: [], faults: ['the log has no head'] };
  const rows: LogRow[] = [];
  const verifier = new LogVerifier();
  for await (const lines of exportLog(query, head, { account: EVERY_ACCOUNT, after: 0 })) {
    for (const line of lines) {
      verifier.take(line);
      if (line.line === 'entry' && line.contentHash !== null) rows.push(line as LogRow);
    }
  }
  const { outcome, reason, findings } = await verifier.finish();
  const faults = findings.map(({ position, differs, detail }) => `${position}: ${differs}: ${detail}`);
  if (outcome === 'unchecked') faults.push(`the log could not be checked: ${reason}`);
  if (rows.length !== head.position) faults.push(`log_head is at ${head.position} of ${rows.length} rows`);
  const heads = await query<{ shard: string }>(
    `select shard - 1 as shard from log_head, unnest(shard_heads) with ordinality as told (position, shard)
     where told.position <> coalesce((select max(position) from log_entry where log_entry.shard = told.shard - 1), 0)`,
    [],
  );
  faults.push(...heads.map(({ shard }) => `log_head does not tell the last position of shard ${shard}`));
  return { head: head.position, rows, faults };
}
