import { z } from 'zod';
import { sentEntrySchema } from '../sent-entry.js';
import { logPositionText } from '../log-position.js';
import { problemSchema } from './problem.js';

/** How many entries one array may hold. */
export const MAX_ARRAY = 1_000;

/** The answer to an accepted fact. `position` can be handed to the query-service as `?after=`. */
export const receiptSchema = z.object({
  id: z.string(),
  incidentId: z.string(),
  duplicate: z.boolean().describe('true: the same content was recorded before under this id'),
  position: logPositionText,
  contentHash: z.string(),
  receivedAt: z.iso.datetime().describe('when a door took it'),
  recordedAt: z.iso.datetime().describe('when it became durable in the log'),
});

export type Receipt = z.infer<typeof receiptSchema>;

/** One item of the answer to an array, in the order of the items. `status` is what the item alone would have got. */
export const itemResultSchema = z.union([
  z.object({ index: z.int(), status: z.union([z.literal(201), z.literal(200)]), receipt: receiptSchema }),
  z.object({ index: z.int(), status: z.int().min(400), problem: problemSchema }),
]);

export type ItemResult = z.infer<typeof itemResultSchema>;

export const arrayResultSchema = z.object({
  recorded: z.int(),
  duplicates: z.int(),
  refused: z.int(),
  results: z.array(itemResultSchema),
});

export type ArrayResult = z.infer<typeof arrayResultSchema>;

export const appendBodySchema = z.union([sentEntrySchema, z.array(sentEntrySchema).min(1).max(MAX_ARRAY)]);
