import { EVERY_ACCOUNT } from '@daybook/access-tokens';
import { CHAIN_START, nextChain } from '@daybook/log-chain';
import type { LogExportHeader, LogExportLine, LogExportRow } from '@daybook/timeline-contracts';
import { lastRedaction, ledger } from './export-ledger.js';
import { rowsBetween, strayRows, type ExportRow } from './export-rows.js';
import type { RunQuery } from './run-query.js';

/** Where a log ends, and the chain over all of its leaves. */
export interface ChainHead {
  readonly log: string;
  readonly epoch: number;
  readonly position: number;
  /** 64 hexadecimal digits */
  readonly chain: string;
}

export interface ExportOptions {
  /** Whose rows are shown with their content; `*`: all. */
  readonly account: string;
  /** The export begins behind this position, which must not be behind the head. */
  readonly after: number;
  /** Signs what the last line says. */
  readonly sign?: (head: ChainHead) => Promise<string>;
}

const LEAVES_OF_A_PAGE = 10_000;

export async function readChainHead(query: RunQuery): Promise<ChainHead | undefined> {
  const [row] = await query<Omit<ChainHead, 'position'> & { position: string }>(
    "select log, epoch, position, encode(chain, 'hex') as chain from log_head",
    [],
  );
  return row && { ...row, position: Number(row.position) };
}

/**
 * The log as the lines of an export, page by page, in constant memory. No snapshot is held meanwhile, since rows never
 * change but by redaction: the export ends where the log ended when it began, or behind the redactions that have come
 * since, which may have blanked rows before they were read.
 *
 * @param start where the log ended just before
 */
export async function* exportLog(
  query: RunQuery,
  start: ChainHead,
  { account, after, sign }: ExportOptions,
): AsyncGenerator<(LogExportHeader | LogExportLine)[]> {
  const header = { line: 'header', format: 'daybook-log-export', version: 1 } as const;
  const { log, epoch, position } = start;
  yield [{ ...header, log, epoch, account, after, chain: await chainAt(query, after), head: position }];

  let head = start;
  let read = after;
  for (;;) {
    for (let page = await rowsBetween(query, read, head.position, account); page.length > 0;) {
      yield page.map((row) => toLine(row, account));
      read = Number(page.at(-1)!.position);
      page = await rowsBetween(query, read, head.position, account);
    }
    if ((await lastRedaction(query)) <= head.position) break;
    const grown = await readChainHead(query);
    if (!grown || grown.position <= head.position) break;
    head = grown;
  }
  for await (const page of ledger(query, head.position, account)) yield page;
  const checkpoint = sign ? await sign(head) : null;
  yield [{ line: 'end', position: head.position, chain: head.chain, checkpoint }];

  // There are none in a log that nobody has tampered with: behind its end they can only tell of that.
  const stray = await strayRows(query, account);
  if (stray.length > 0) yield stray.map((row) => toLine(row, account));
}

/** The log keeps only its last chain; any other follows from the leaves. */
async function chainAt(query: RunQuery, position: number): Promise<string> {
  let chain: Buffer = CHAIN_START;
  for (let read = 0; read < position;) {
    const rows = await query<{ position: string; leaf: Buffer }>(
      'select position, leaf from log_entry where position > $1 and position <= $2 order by position limit $3',
      [read, position, LEAVES_OF_A_PAGE],
    );
    for (const { leaf } of rows) chain = nextChain(chain, leaf);
    read = rows.length > 0 ? Number(rows.at(-1)!.position) : position;
  }
  return chain.toString('hex');
}

function toLine(row: ExportRow, account: string): LogExportRow {
  const position = Number(row.position);
  const { epoch, leaf } = row;
  if (account !== EVERY_ACCOUNT && row.account !== account) return { line: 'hidden', position, epoch, leaf };
  const { account: owner, id, amends_id: amendsId, salt, shard, content_hash: contentHash, body } = row;
  const place = { position, epoch, account: owner, id, recordedMs: Number(row.recorded_ms) };
  const shardPrev = Number(row.shard_prev);
  if (body === null && contentHash === null && salt === null)
    return { line: 'redacted', ...place, shard, shardPrev, amendsId, leaf };
  const { incident_id: incidentId, type } = row;
  const lifted = { incidentId, type, occurredMs: Number(row.occurred_ms) };
  return { line: 'entry', ...place, shard, shardPrev, ...lifted, amendsId, salt, contentHash, leaf, body };
}
