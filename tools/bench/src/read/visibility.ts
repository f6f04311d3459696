import { setTimeout as delay } from 'node:timers/promises';
import { arrayResultSchema } from '@daybook/timeline-contracts';
import { makeFact } from '../facts.js';
import { millisecondHistogram } from '../millisecond-histogram.js';
import { jsonHeaders, type Target } from '../target.js';

const BATCH = 20;
const PATIENCE_MS = 60_000;

export interface VisibilityFigures {
  readonly entriesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * From durable to readable while so many entries a second arrive, twenty a request: the last of each request is waited
 * for with `?includes=`, and counted from its `recordedAt` to the answer that holds it.
 */
export async function measureVisibility(
  target: Target,
  rate: number,
  seconds: number,
): Promise<VisibilityFigures> {
  const histogram = millisecondHistogram();
  const run = Date.now();
  const underWay: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let sent = 0; sent < rate * seconds; sent += BATCH) {
    const due = startedAt + (sent * 1_000) / rate;
    if (due > performance.now()) await delay(due - performance.now());
    underWay.push(
      observe(target, `seen-${run}-${(sent / BATCH) % 50}`).then((ms) => histogram.recordValue(ms)),
    );
  }
  const elapsed = (performance.now() - startedAt) / 1_000;
  await Promise.all(underWay);
  return {
    entriesPerSecond: Math.round((rate * seconds) / elapsed),
    p50Ms: histogram.getValueAtPercentile(50),
    p99Ms: histogram.getValueAtPercentile(99),
  };
}

async function observe(target: Target, incident: string): Promise<number> {
  const facts = Array.from({ length: BATCH }, (_, ordinal) => makeFact(incident, ordinal));
  const headers = jsonHeaders(target);
  const sent = await fetch(`${target.commandUrl}/v1/entries`, {
    method: 'POST',
    headers,
    body: JSON.stringify(facts),
  });
  const last = arrayResultSchema.parse(await sent.json()).results.at(-1)!;
  if (!('receipt' in last)) throw new Error(`an append was answered ${last.status}`);
  const { id } = facts.at(-1)!;
  for (const giveUpAt = Date.now() + PATIENCE_MS; Date.now() < giveUpAt;) {
    const read = await fetch(`${target.queryUrl}/v1/entries/${id}?includes=${id}`, { headers });
    await read.arrayBuffer();
    if (read.status === 200) return Math.max(1, Date.now() - Date.parse(last.receipt.recordedAt));
    // Not yet, or the store is too busy to say.
    if (![503, 504].includes(read.status)) throw new Error(`${id} was not readable: ${read.status}`);
  }
  throw new Error(`${id} was not readable within ${PATIENCE_MS / 1_000} s`);
}
