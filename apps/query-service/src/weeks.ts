import { clocksIn } from './time-zone.js';

/** UTC milliseconds: from the first on, and before the second. */
export type Span = readonly [number, number];

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Clocks are set at a quarter of an hour. */
const QUARTER_MS = HOUR_MS / 4;
/** No clock is set further than this. */
const MOST_SET_MS = 2 * HOUR_MS;

/** 1 for Monday to 7 for Sunday. @param date e.g. `2026-03-01` */
export function isoWeekday(date: string): number {
  return new Date(date).getUTCDay() || 7;
}

export function mondayOf(date: string): string {
  return daysAfter(date, 1 - isoWeekday(date));
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** @param clock what the clocks of a zone show, as RFC 3339 @returns e.g. `1T09`, as at the end of an ISO week date */
export function hourOfWeekOf(clock: string): string {
  return `${isoWeekday(clock.slice(0, 'yyyy-mm-dd'.length))}${clock.slice('yyyy-mm-dd'.length, 'yyyy-mm-ddThh'.length)}`;
}

/**
 * When the clocks of a zone show an hour of the week: an hour in each week, but none or two of them where clocks are set.
 *
 * @param hourOfWeek e.g. `1T09`, from 9 to 10 on Mondays
 */
export function spansOfHour(hourOfWeek: string, zone: string, [since, until]: Span): Span[] {
  const clocks = clocksIn(zone);
  const spans: Span[] = [];
  const begin = clocks(since).slice(0, 'yyyy-mm-dd'.length);
  let date = daysAfter(begin, (Number(hourOfWeek[0]) - isoWeekday(begin) + 7) % 7);
  for (; ; date = daysAfter(date, 7)) {
    const wanted = `${date}${hourOfWeek.slice(1)}`;
    const asUtc = Date.parse(`${wanted}:00Z`);
    const middle = asUtc - (Date.parse(`${clocks(asUtc)}Z`) - asUtc);
    if (middle - MOST_SET_MS >= until) return spans;
    const quarters: number[] = [];
    for (let at = middle - MOST_SET_MS; at < middle + HOUR_MS + MOST_SET_MS; at += QUARTER_MS)
      if (clocks(at).startsWith(wanted)) quarters.push(at);
    if (quarters.length === 0) continue;
    const span: Span = [Math.max(quarters[0]!, since), Math.min(quarters.at(-1)! + QUARTER_MS, until)];
    if (span[0] < span[1]) spans.push(span);
  }
}
