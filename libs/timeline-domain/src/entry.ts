import type { JsonObject, JsonValue } from './content.js';
import { timeOfEntryId, type EntryId } from './entry-id.js';
import type { LogPosition } from './log-position.js';
import { timelineKey, type TimelineKey } from './timeline-order.js';
import { parseTimestamp } from './timestamp.js';

/** Who or what is meant: a plain name, or an object with an `id` and whatever else the sender knows. */
export type Reference =
  string | (JsonObject & { readonly id: string; readonly name?: string; readonly type?: string });

/** A fact as it was sent. Fields that are not named here are kept as they are. */
export interface SentEntry extends JsonObject {
  readonly incidentId: string;
  readonly type: string;
  readonly summary: string;
}

/** Sizes in UTF-16 code units, but for `contentBytes`: bytes of UTF-8 of the canonical content. */
export const ENTRY_LIMITS = {
  incidentId: 200,
  type: 100,
  summary: 8_192,
  referenceId: 512,
  teams: 100,
  contexts: 100,
  contentBytes: 512 * 1024,
  /** How far ahead of the door's clock `occurredAt` and the id's time may be, in milliseconds. */
  aheadMilliseconds: 24 * 60 * 60 * 1000,
} as const;

/** Fields that Daybook itself sets on what it shows: refused when sent, so that no fact can pass for Daybook's word. */
export const RESERVED_FIELDS = [
  'account',
  'recordedBy',
  'receivedAt',
  'recordedAt',
  'position',
  'origin',
  'contentHash',
  'timelineKey',
  'occurredAtUtc',
  'revised',
  'redacted',
  'moved',
] as const;

/**
 * Fields that Daybook sets on some of what it shows, and that can be sent: what was sent in them is recorded and not
 * shown, so that it can't pass for Daybook's word either.
 */
export const COVERED_FIELDS = ['lateMs', 'occurredAtLocal'] as const;

/** An entry as the log holds it. Times are UTC milliseconds. */
export interface RecordedEntry {
  readonly account: string;
  readonly id: EntryId;
  readonly sent: SentEntry;
  /** SHA-256 of the canonical content, hexadecimal. */
  readonly contentHash: string;
  readonly recordedBy: string;
  readonly receivedAt: number;
  readonly recordedAt: number;
  readonly at: LogPosition;
  /** Where the entry was first recorded: `at`, unless a peer region sent it. */
  readonly origin: LogPosition;
}

/** When the fact happened, in UTC milliseconds: what was sent, else the id's time. */
export function occurredAt(id: EntryId, sent: JsonObject): number {
  const text = sent['occurredAt'];
  return typeof text === 'string' ? parseTimestamp(text) : timeOfEntryId(id);
}

export function timelineKeyOf(id: EntryId, sent: JsonObject): TimelineKey {
  return timelineKey(occurredAt(id, sent), id);
}

/** The name by which a reference is listed and filtered, or undefined where nothing usable was sent. */
export function referenceId(value: JsonValue | undefined): string | undefined {
  if (isName(value)) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { id, name, type } = value as JsonObject;
  return [id, name, type].find(isName);
}

function isName(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

export function referenceIds(value: JsonValue | undefined): string[] {
  const ids = Array.isArray(value) ? value.map(referenceId) : [referenceId(value)];
  return ids.filter((id): id is string => id !== undefined);
}
