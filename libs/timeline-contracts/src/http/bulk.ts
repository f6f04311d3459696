import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import { problemSchema } from './problem.js';

export const NDJSON = 'application/x-ndjson';

/** A line of the answer to a bulk, in the order of the lines sent; `line` counts from 1, blank ones included. */
export const bulkLineSchema = z.union([
  z.object({
    line: z.int().min(1),
    status: z.union([z.literal(201), z.literal(200)]),
    id: z.string(),
    position: logPositionText,
  }),
  z.object({ line: z.int().min(1), status: z.literal(202), id: z.string(), receipt: z.string() }),
  z.object({ line: z.int().min(1), status: z.int().min(400), problem: problemSchema }),
]);

export type BulkLine = z.infer<typeof bulkLineSchema>;

/**
 * The last line of the answer when the body could not be read to its end: what is answered above it was recorded or
 * refused as it says, of what came behind nothing is known. Send the whole again, with the same ids or key.
 */
export const bulkCutSchema = z.object({ problem: problemSchema });

export type BulkCut = z.infer<typeof bulkCutSchema>;

/** The last line of the answer to a whole body. Without it, or a cut, the answer was cut off: send the whole again. */
export const bulkSummarySchema = z.object({
  summary: z.object({
    recorded: z.int(),
    duplicates: z.int(),
    queued: z.int().optional().describe('absent: none'),
    refused: z.int(),
  }),
});

export type BulkSummary = z.infer<typeof bulkSummarySchema>;
