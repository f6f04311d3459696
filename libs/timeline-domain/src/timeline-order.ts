import type { EntryId } from './entry-id.js';

/** Year 0000, the earliest that RFC 3339 can say: added so that no key is negative. */
const YEAR_ZERO = 62_167_219_200_000;
const TIME_DIGITS = 15;

/**
 * Timeline order is (occurredAt, id). A timeline key is that pair as one text of fixed width, so that plain text
 * order is timeline order, and a cursor is one range on one index.
 */
export type TimelineKey = string;

export function timelineKey(occurredAtMilliseconds: number, id: EntryId): TimelineKey {
  return `${String(occurredAtMilliseconds + YEAR_ZERO).padStart(TIME_DIGITS, '0')}.${id}`;
}

export function timeOfTimelineKey(key: TimelineKey): number {
  return Number(key.slice(0, TIME_DIGITS)) - YEAR_ZERO;
}

export function isTimelineKey(text: string): boolean {
  return /^\d{15}\.[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}

export function compareTimelineKeys(a: TimelineKey, b: TimelineKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
