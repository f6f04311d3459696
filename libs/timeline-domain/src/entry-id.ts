import { parse as uuidBytes, v7 as uuidv7, validate, version } from 'uuid';
import { DomainError } from './errors.js';

/** An entry id: a UUIDv7 (RFC 9562, section 5.7) in lower case. Order of keys = order of time. */
export type EntryId = string;

/** The largest time that a UUIDv7 holds: 48 bits of Unix milliseconds. */
const MAX_MILLISECONDS = 2 ** 48 - 1;

/** @throws DomainError `invalid_entry_id` unless `text` is a UUIDv7; upper case is accepted and lowered. */
export function parseEntryId(text: string, field = 'id'): EntryId {
  const id = text.toLowerCase();
  if (!validate(id) || version(id) !== 7) {
    throw new DomainError(
      'invalid_entry_id',
      `${field} must be a UUIDv7, e.g. 0190163d-8694-739b-aea5-966c26f8ad91`,
      field,
    );
  }
  return id;
}

/** The id's own time in Unix milliseconds, UTC. */
export function timeOfEntryId(id: EntryId): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** Negative when `a` is earlier. Lower-case UUID text sorts as its bytes do. */
export function compareEntryIds(a: EntryId, b: EntryId): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where a maker stands: the time and the 32-bit counter of its last id. */
export interface EntryIdPlace {
  readonly milliseconds: number;
  readonly counter: number;
}

/**
 * A maker of ids that only ever rise within this process, also while the clock stands still or jumps back: then the
 * counter behind the time goes on from the last id, and carries into the time when it is used up.
 *
 * @param last the place to go on from
 */
export function entryIdMaker(
  clock: () => number,
  random: () => Uint8Array = () => crypto.getRandomValues(new Uint8Array(16)),
  last: EntryIdPlace = { milliseconds: -1, counter: 0 },
): () => EntryId {
  let { milliseconds, counter } = last;
  return () => {
    const now = Math.floor(clock());
    const bytes = random();
    if (now > milliseconds) {
      milliseconds = now;
      // The top bit starts at zero, so that at least 2^31 ids of one millisecond come before a carry.
      counter = new DataView(bytes.buffer, bytes.byteOffset).getUint32(6) & 0x7fffffff;
    } else {
      counter = (counter + 1) >>> 0;
      if (counter === 0) milliseconds += 1;
    }
    return uuidv7({ msecs: milliseconds, seq: counter, random: bytes });
  };
}

/**
 * The steady id of a fact that came without one, so that the same source loaded twice gives the same ids:
 * 48 bits of time, 12 bits of `ordinal` (the place among facts of the same incident and time, so that ties keep the
 * order of their source), then 62 bits of `hash`.
 *
 * @param ordinal from 0; all from 4095 on share the last place, where the hash orders them
 * @param hash at least 16 hexadecimal digits over whatever identifies the fact
 * @throws DomainError `invalid_entry` for a time that no UUIDv7 holds; RangeError for an ordinal or hash of another shape
 */
export function deriveEntryId(milliseconds: number, ordinal: number, hash: string): EntryId {
  if (!Number.isInteger(milliseconds) || milliseconds < 0 || milliseconds > MAX_MILLISECONDS) {
    throw new DomainError('invalid_entry', 'an id can only be derived for a time from 1970 on', 'occurredAt');
  }
  if (!Number.isInteger(ordinal) || ordinal < 0) throw new RangeError(`not an ordinal: ${ordinal}`);
  if (!/^[0-9a-f]{16}/i.test(hash)) throw new RangeError('the hash must be 16 hexadecimal digits or more');
  const time = milliseconds.toString(16).padStart(12, '0');
  const place = Math.min(ordinal, 0xfff).toString(16).padStart(3, '0');
  const variant = ((Number.parseInt(hash.slice(0, 1), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${place}-${variant}${hash.slice(1, 4)}-${hash.slice(4, 16)}`.toLowerCase();
}

/** The 16 bytes of an id, for hashing. */
export function entryIdBytes(id: EntryId): Uint8Array {
  return uuidBytes(id);
}
