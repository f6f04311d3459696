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

/** The answer to a fact that is durable in the queue while the log is away. It will be in the log, or refused. */
export const queuedSchema = z.object({
  id: z.string(),
  incidentId: z.string(),
  status: z.literal('queued'),
  receipt: z.string().describe('path on this service that later tells what became of it'),
  contentHash: z.string(),
  receivedAt: z.iso.datetime(),
});

export type Queued = z.infer<typeof queuedSchema>;

/** What became of a fact that was queued. */
export const settledSchema = z.union([
  z.object({
    id: z.string(),
    status: z.literal('recorded'),
    position: logPositionText,
    contentHash: z.string().nullable(),
    recordedAt: z.iso.datetime(),
  }),
  z.object({
    id: z.string(),
    status: z.literal('refused'),
    code: z.string(),
    reason: z.string(),
    deadLetter: z.string().describe('id of the dead letter that keeps it'),
  }),
]);

export type Settled = z.infer<typeof settledSchema>;

/** One item of the answer to an array, in the order of the items. `status` is what the item alone would have got. */
export const itemResultSchema = z.union([
  z.object({ index: z.int(), status: z.union([z.literal(201), z.literal(200)]), receipt: receiptSchema }),
  z.object({ index: z.int(), status: z.literal(202), queued: queuedSchema }),
  z.object({ index: z.int(), status: z.int().min(400), problem: problemSchema }),
]);

export type ItemResult = z.infer<typeof itemResultSchema>;

export const arrayResultSchema = z.object({
  recorded: z.int(),
  duplicates: z.int(),
  queued: z.int().optional().describe('absent: none'),
  refused: z.int(),
  results: z.array(itemResultSchema),
});

export type ArrayResult = z.infer<typeof arrayResultSchema>;

export const appendBodySchema = z.union([sentEntrySchema, z.array(sentEntrySchema).min(1).max(MAX_ARRAY)]);
