import { createHash } from 'node:crypto';
import { parseJson } from '@daybook/exact-json';
import { parseSentEntry } from '@daybook/timeline-contracts';
import {
  contentOf,
  deriveEntryId,
  parseTimestamp,
  type JsonObject,
  type SentEntry,
} from '@daybook/timeline-domain';
import { mapLine } from './map-line.js';
import type { Mapping } from './mapping.js';

/** From this ordinal on all facts of one incident and time share the last place that an id has for ordinals. */
const LAST_ORDINAL = 0xfff;

/**
 * Reads the lines of one file and gives an id to each fact that has none, derived from its time, its ordinal among
 * the facts of the same incident and time, and the source line: the same file gives the same ids whenever it is loaded.
 */
export class EntryReader {
  /** How many facts there were of each incident and time; it grows with the file. */
  readonly #seen = new Map<string, number>();

  constructor(private readonly mapping?: Mapping) {}

  /**
   * Undefined for a line that the mapping passes over.
   *
   * @throws Error with the reason why this line can't be an entry
   */
  read(bytes: Uint8Array): SentEntry | undefined {
    const source = parseJson(bytes);
    if (!this.mapping) return this.#withId(source, source);
    if (typeof source !== 'object' || source === null || Array.isArray(source))
      throw new Error('only an object can be mapped');
    const { entry, refusal, skipped } = mapLine(this.mapping, source as JsonObject);
    if (skipped || refusal !== undefined) this.#ordinalOf(entry);
    if (skipped) return undefined;
    if (refusal !== undefined) throw new Error(refusal);
    // Not of the mapped content: when the mapping is changed, facts that were loaded conflict and are not doubled.
    return this.#withId(entry, { source });
  }

  #withId(entry: unknown, identity: unknown): SentEntry {
    // Counted also where the entry is refused, so that those behind it keep their ids when it is put right.
    const ordinal = this.#ordinalOf(entry);
    const sent = parseSentEntry(entry);
    if (sent['id'] !== undefined) return sent;
    const text = sent['occurredAt'];
    if (typeof text !== 'string') {
      throw new Error('occurredAt or id is needed: without both, loading it again would add it again');
    }
    const hash = contentOf(identity as JsonObject, sha256).hash;
    // Facts that are the same share hash and place there, so the ordinal goes into the hash.
    const placed = ordinal < LAST_ORDINAL ? hash : sha256(`${hash} ${ordinal}`);
    return { ...sent, id: deriveEntryId(parseTimestamp(text), ordinal, placed) };
  }

  /** The place of an entry among those of its incident and time, from 0, which it takes. */
  #ordinalOf(entry: unknown): number {
    const { id, incidentId, occurredAt } = (entry ?? {}) as JsonObject;
    if (id !== undefined || typeof incidentId !== 'string' || typeof occurredAt !== 'string') return 0;
    const place = `${timeOf(occurredAt)} ${incidentId}`;
    const ordinal = this.#seen.get(place) ?? 0;
    this.#seen.set(place, ordinal + 1);
    return ordinal;
  }
}

function timeOf(text: string): number | undefined {
  try {
    return parseTimestamp(text);
  } catch {
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
