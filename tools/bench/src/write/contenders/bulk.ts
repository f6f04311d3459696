import { bulkSummarySchema, NDJSON } from '@daybook/timeline-contracts';
import type { Slice } from '../../closed-loop.js';
import { reporter } from '../../facts.js';
import { jsonHeaders, type Door } from '../../target.js';

/** Lines of a body for each second of a slice: a slice is as long as they take. */
const LINES_PER_SECOND = 15_000;

/** One body of NDJSON, made beforehand; from its first byte until the summary is there. */
export async function measureBulk(door: Door, seconds: number): Promise<Slice> {
  const report = reporter();
  const lines = Math.ceil(LINES_PER_SECOND * seconds);
  const body = Buffer.from(
    Array.from({ length: lines }, () => `${JSON.stringify(report().fact)}\n`).join(''),
  );
  const startedAt = performance.now();
  const response = await fetch(`${door.commandUrl}/v1/entries`, {
    method: 'POST',
    headers: { ...jsonHeaders(door), 'content-type': NDJSON },
    body,
  });
  const answer = await response.text();
  const elapsedSeconds = (performance.now() - startedAt) / 1_000;
  const { summary } = bulkSummarySchema.parse(JSON.parse(answer.trimEnd().split('\n').at(-1)!));
  if (summary.recorded !== lines) throw new Error(`of ${lines} lines ${summary.recorded} were recorded`);
  return { entriesPerSecond: lines / elapsedSeconds };
}
