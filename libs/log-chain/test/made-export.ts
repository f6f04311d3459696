import { contentOf, entryIdMaker, shardOf, type JsonObject } from '@daybook/timeline-domain';
import type { LogExportEntry, LogExportHeader, LogExportLine } from '@daybook/timeline-contracts';
import { CHAIN_START, leafOf, nextChain, sha256 } from '../src/chain.js';

/** Lines that a spec may change as it likes. */
export type Line = { [Key in keyof (LogExportHeader & LogExportEntry)]?: unknown } & Record<string, unknown>;

export interface MadeExport {
  readonly lines: Line[];
  /** The chain at each position, from 0. */
  readonly chains: string[];
}

const makeId = entryIdMaker(Date.now);
const T0 = 1_772_357_525_000;

/** An export as a service gives it, of a log that holds these contents. */
export function madeExport(contents: readonly JsonObject[], account = '*'): MadeExport {
  let chain: Buffer = CHAIN_START;
  const chains = [chain.toString('hex')];
  const shardHeads = new Array<number>(8).fill(0);
  const rows = contents.map((sent, index): LogExportLine => {
    const position = index + 1;
    const owner = typeof sent['account'] === 'string' ? sent['account'] : 'acme';
    const { incidentId, type } = sent as { incidentId: string; type: string };
    const id = (sent['id'] as string | undefined) ?? makeId();
    const { text: body, hash: contentHash } = contentOf(
      { ...sent, occurredAt: '2026-03-01T09:00:00Z' },
      (text) => sha256(text).toString('hex'),
    );
    const salt = sha256(`salt ${index}`).subarray(0, 16);
    const recordedMs = T0 + index * 10;
    const leaf = leafOf({
      salt,
      account: owner,
      id,
      recordedMs,
      contentHash: Buffer.from(contentHash, 'hex'),
    });
    chain = nextChain(chain, leaf);
    chains.push(chain.toString('hex'));
    const shard = shardOf(owner, incidentId);
    const shardPrev = shardHeads[shard]!;
    shardHeads[shard] = position;
    const place = { position, epoch: 1, leaf: leaf.toString('hex') };
    if (account !== '*' && account !== owner) return { line: 'hidden', ...place };
    const lifted = { incidentId, type, occurredMs: Date.UTC(2026, 2, 1, 9), amendsId: null };
    return {
      ...{ line: 'entry', ...place, account: owner, id, recordedMs, shard, shardPrev, ...lifted },
      ...{ salt: salt.toString('hex'), contentHash, body },
    };
  });
  const header = {
    ...{ line: 'header', format: 'daybook-log-export', version: 1, log: 'eu', epoch: 1, account },
    ...{ after: 0, chain: chains[0], head: rows.length },
  };
  const end = { line: 'end', position: rows.length, chain: chains.at(-1), checkpoint: null };
  return { lines: [header, ...rows, end] as Line[], chains };
}
