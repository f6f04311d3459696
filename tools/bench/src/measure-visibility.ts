import { setTimeout as delay } from 'node:timers/promises';
import { receiptSchema } from '@daybook/timeline-contracts';
import { makeFact } from './facts.js';
import { millisecondHistogram } from './millisecond-histogram.js';
import { jsonHeaders, type Target } from './target.js';

export interface VisibilityFigures {
  readonly entriesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/**
 * From durable to readable: entries arrive at a steady rate, and each is asked for with `?includes=` as soon as its
 * receipt is there. Counted from the receipt's `recordedAt` to the answer that holds the entry, so the way of that
 * answer over loopback is part of it. Both clocks are this machine's.
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
  for (let sent = 0; sent < rate * seconds; sent++) {
    const due = startedAt + (sent * 1_000) / rate;
    if (due > performance.now()) await delay(due - performance.now());
    const incident = `visible-${run}-${sent % 50}`;
    underWay.push(
      observe(target, incident, sent).then((milliseconds) => histogram.recordValue(milliseconds)),
    );
  }
  const elapsed = (performance.now() - startedAt) / 1_000;
  await Promise.all(underWay);
  return {
    entriesPerSecond: Math.round((rate * seconds) / elapsed),
    p50Ms: histogram.getValueAtPercentile(50),
    p99Ms: histogram.getValueAtPercentile(99),
    maxMs: histogram.maxValue,
  };
}

async function observe(target: Target, incident: string, ordinal: number): Promise<number> {
  const { id, ...fact } = makeFact(incident, ordinal);
  const put = await fetch(`${target.commandUrl}/v1/entries/${id}`, {
    method: 'PUT',
    headers: jsonHeaders(target),
    body: JSON.stringify(fact),
  });
  const receipt = receiptSchema.parse(await put.json());
  const read = await fetch(`${target.queryUrl}/v1/entries/${id}?includes=${id}`, {
    headers: jsonHeaders(target),
  });
  if (read.status !== 200) throw new Error(`${id} was not readable: ${read.status}`);
  await read.arrayBuffer();
  return Math.max(1, Date.now() - Date.parse(receipt.recordedAt));
}
