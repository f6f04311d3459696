import type { LogPosition } from '@daybook/timeline-domain';
import { Store, WALK_DEADLINE_MS } from '../mongo/store.js';
import { projectionInto } from '../project-entries/projection-into.js';
import type { RebuildServers } from '../rebuild-projection/rebuild-projection.js';
import { EntryCheck } from './check-entries.js';
import { IncidentCheck } from './check-incidents.js';
import { Findings, type Finding, type FindingKind } from './findings.js';

export interface CheckOptions {
  readonly signal: AbortSignal;
  /** Left out: the live one. */
  readonly generation?: number;
  readonly onProgress?: (position: number, head: number) => void;
  readonly onPhase?: (phase: 'entries' | 'incidents', generation: number) => void;
}

export interface CheckReport {
  readonly generation: number;
  /** Everything up to here was checked. */
  readonly watermark: LogPosition;
  readonly entries: number;
  readonly incidents: number;
  /** Rows of the log that can't be read; they are parked. */
  readonly unreadable: number;
  readonly differences: Readonly<Partial<Record<FindingKind, number>>>;
  /** At most 100. */
  readonly first: readonly Finding[];
  readonly seconds: number;
}

/**
 * Proves that a read model is what the log gives: each position up to its watermark is there once, each document is as
 * the projector makes it of the log's row and its amendments, each incident as its entries give it, and nothing else.
 * In constant memory but for the largest incident, while everything runs.
 *
 * @throws Error when log or store can't be read, or are not of one another
 */
export function checkProjection(servers: RebuildServers, options: CheckOptions): Promise<CheckReport> {
  return walk(servers, options, false);
}

/**
 * Checks, and mends in place what is found: each document on condition that the projector has not written it meanwhile.
 * Check afterwards: that tells whether all is well now.
 *
 * @returns what was found
 */
export function repairProjection(servers: RebuildServers, options: CheckOptions): Promise<CheckReport> {
  return walk(servers, options, true);
}

async function walk(
  { mongodbUrl, feed, logger }: RebuildServers,
  { signal, generation, onProgress, onPhase }: CheckOptions,
  repairs: boolean,
): Promise<CheckReport> {
  const startedAt = performance.now();
  const store = new Store(mongodbUrl, logger, generation, WALK_DEADLINE_MS);
  try {
    const { progress, writer } = projectionInto(store, feed, logger);
    await progress.refresh();
    const { watermark } = progress;
    const findings = new Findings();
    onPhase?.('entries', store.generation!);
    const check = new EntryCheck(store, feed, findings, signal, ...(repairs ? [writer] : []));
    const entries = await check.run(watermark, (position) =>
      onProgress?.(Math.min(position, watermark.position), watermark.position),
    );
    onPhase?.('incidents', store.generation!);
    const incidents = await new IncidentCheck(store, findings, signal, repairs).run();
    return {
      generation: store.generation!,
      ...{ watermark, ...entries, incidents },
      differences: Object.fromEntries(findings.counts),
      first: findings.first,
      seconds: (performance.now() - startedAt) / 1_000,
    };
  } finally {
    await store.close();
  }
}
