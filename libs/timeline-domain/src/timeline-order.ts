import type { EntryId } from './entry-id.js';

/** 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: what RFC 3339 can say in UTC, and what a key is made for. */
export const FIRST_MILLISECOND = -62_167_219_200_000;
export const LAST_MILLISECOND = 253_402_300_799_999;
const TIME_DIGITS = 15;

/**
 * Timeline order is (occurredAt, id). A timeline key is that pair as one text of fixed width, so that plain text
 * order is timeline order, and a cursor is one range on one index.
 */
export type TimelineKey = string;

/** The time is counted from the year 0000, so that no key is negative. */
export function timelineKey(occurredAtMilliseconds: number, id: EntryId): TimelineKey {
  return `${String(occurredAtMilliseconds - FIRST_MILLISECOND).padStart(TIME_DIGITS, '0')}.${id}`;
}

export function timeOfTimelineKey(key: TimelineKey): number {
  return Number(key.slice(0, TIME_DIGITS)) + FIRST_MILLISECOND;
}

export function idOfTimelineKey(key: TimelineKey): EntryId {
  return key.slice(TIME_DIGITS + 1);
}

export function isTimelineKey(text: string): boolean {
  return /^\d{15}\.[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}

export function compareTimelineKeys(a: TimelineKey, b: TimelineKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
