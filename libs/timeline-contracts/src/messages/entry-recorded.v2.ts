import { z } from 'zod';
import { cloudEvent } from './cloud-event.js';
import { recordedEntryV1Schema, type RecordedEntryV1 } from './entry-recorded.v1.js';

export const ENTRY_RECORDED_V2 = 'daybook.entry-recorded.v2';

/**
 * Version 1 and what stays of an entry when its content is redacted, so that a reader who never saw the content can
 * still show that something was there. Permanent: what needs another shape becomes v3 with an upcaster.
 */
export const recordedEntryV2Schema = recordedEntryV1Schema.extend({
  incidentId: z.string(),
  type: z.string(),
  occurredAt: z.iso
    .datetime()
    .describe('when it happened, UTC, by which it is ordered; revisions may tell better'),
});

export type RecordedEntryV2 = z.infer<typeof recordedEntryV2Schema>;

export const entryRecordedV2Schema = cloudEvent(ENTRY_RECORDED_V2, recordedEntryV2Schema);
export type EntryRecordedV2 = z.infer<typeof entryRecordedV2Schema>;

/**
 * A version 1 as version 2; undefined for a redacted one, which says neither where nor when.
 *
 * @param occurredAt of the entry, UTC milliseconds
 */
export function upcastRecordedEntryV1(
  recorded: RecordedEntryV1,
  occurredAt: (entry: NonNullable<RecordedEntryV1['entry']>) => number,
): RecordedEntryV2 | undefined {
  const { entry } = recorded;
  if (entry === null) return undefined;
  const { incidentId, type } = entry;
  return { ...recorded, incidentId, type, occurredAt: new Date(occurredAt(entry)).toISOString() };
}
