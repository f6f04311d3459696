import type { Entry } from '@daybook/client';
import type { ClockTimes } from '../../time/clock-times.js';

/** A silence of this length is worth a line of its own. */
const GAP_MS = 30 * 60_000;
/** What a door took so much later than what happened after it, came late. */
const LATE_MS = 60_000;

/** Milliseconds in which nothing happened before an entry; undefined: too few to be told, or not known. */
export function gapBefore(entry: Entry, before: Entry | undefined): number | undefined {
  if (!before) return undefined;
  const gap = Date.parse(entry.occurredAtUtc) - Date.parse(before.occurredAtUtc);
  return gap >= GAP_MS ? gap : undefined;
}

/** The day that begins with an entry; undefined: it is that of the entry before. */
export function dayBefore(entry: Entry, before: Entry | undefined, times: ClockTimes): string | undefined {
  const at = Date.parse(entry.occurredAtUtc);
  if (before && times.dayKey(Date.parse(before.occurredAtUtc)) === times.dayKey(at)) return undefined;
  return times.day(at);
}

/**
 * How late a fact was, in milliseconds, where that matters to whoever reads on: it was not there when what happened
 * after it was. A timeline that was imported as a whole is late altogether, and no entry of it is by this.
 */
export function latenessOf(entry: Entry, after: Entry | undefined): number | undefined {
  if (entry.lateMs === undefined) return undefined;
  const received = Date.parse(entry.receivedAt);
  if (after && received - Date.parse(after.receivedAt) < LATE_MS) return undefined;
  if (!after && entry.lateMs > YEAR_MS) return undefined;
  return entry.lateMs;
}

/** The last entry has none after it to be compared with; what is older than this was not reported but filled in. */
const YEAR_MS = 365 * 86_400_000;
