import { createHash } from 'node:crypto';
import { parseJson } from '@daybook/exact-json';
import { parseSentEntry } from '@daybook/timeline-contracts';
import { contentOf, deriveEntryId, parseTimestamp, type SentEntry } from '@daybook/timeline-domain';

/**
 * Reads the lines of one file and gives an id to each fact that has none, derived from its time, its ordinal among
 * the facts of the same incident and time, and its content: the same file gives the same ids whenever it is loaded.
 */
export class EntryReader {
  readonly #seen = new Map<string, number>();

  /** @throws Error with the reason why this line can't be an entry */
  read(bytes: Uint8Array): SentEntry {
    const sent = parseSentEntry(parseJson(bytes));
    return sent['id'] === undefined ? { ...sent, id: this.#derive(sent) } : sent;
  }

  #derive(sent: SentEntry): string {
    const text = sent['occurredAt'];
    if (typeof text !== 'string') {
      throw new Error('occurredAt or id is needed: without both, loading it again would add it again');
    }
    const time = parseTimestamp(text);
    const place = `${time} ${sent.incidentId}`;
    const ordinal = this.#seen.get(place) ?? 0;
    this.#seen.set(place, ordinal + 1);
    return deriveEntryId(time, ordinal, contentOf(sent, sha256).hash);
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
