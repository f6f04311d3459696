import type { TimeText } from '../time-zone.js';
import { idOfEntryKey, type EntryDocument } from './documents.js';

/** What a view is made of; a page reads nothing else. */
export const VIEW_FIELDS = { _id: 1, key: 1, occurredAt: 1, body: 1, shown: 1 } as const;
export type ViewSource = Pick<EntryDocument, '_id' | 'key' | 'occurredAt' | 'body' | 'shown'>;

/**
 * An entry as readers are shown it, as JSON text: what was sent, with Daybook's word beside it. Spliced, never parsed
 * and written again, since pages of 100 are read thousands of times a second.
 */
export function entryView({ _id, occurredAt, body, shown }: ViewSource, local?: TimeText): string {
  const inZone = local ? `,"occurredAtLocal":"${local(occurredAt)}"` : '';
  return `{"id":"${idOfEntryKey(_id)}",${body.slice(1, -1)},${shown}${inZone}}`;
}
