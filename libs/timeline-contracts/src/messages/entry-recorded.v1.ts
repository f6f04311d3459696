import { SHARD_COUNT } from '@daybook/timeline-domain';
import { z } from 'zod';
import { accountSchema, logPositionSchema } from '../log-position.js';
import { verbatim } from '../verbatim.js';
import { cloudEvent } from './cloud-event.js';

export const ENTRY_RECORDED_V1 = 'daybook.entry-recorded.v1';

/**
 * An entry at its place in a log: the data of the message, and an item of the catch-up feed. Permanent: what needs
 * another shape becomes v2 with an upcaster.
 */
export const recordedEntryV1Schema = z.object({
  account: accountSchema,
  id: z.uuidv7().describe('entry id, UUIDv7'),
  ...logPositionSchema.shape,
  origin: logPositionSchema.describe(
    'where the entry was first recorded: this log, unless a peer region sent it',
  ),
  shard: z
    .int()
    .min(0)
    .max(SHARD_COUNT - 1),
  shardPrev: z.int().min(0).describe('position of the entry before this one in its shard, 0 for the first'),
  recordedBy: z.string().describe("the token's subject"),
  receivedAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  contentHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .describe('SHA-256 of the canonical content; null once redacted'),
  entry: verbatim(z.looseObject({ incidentId: z.string(), type: z.string(), summary: z.string() }))
    .nullable()
    .describe('as it was sent; null once redacted'),
});

export type RecordedEntryV1 = z.infer<typeof recordedEntryV1Schema>;

export const entryRecordedV1Schema = cloudEvent(ENTRY_RECORDED_V1, recordedEntryV1Schema);
export type EntryRecordedV1 = z.infer<typeof entryRecordedV1Schema>;
