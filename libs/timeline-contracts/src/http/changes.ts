import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import { anyOfParameter, entryFilterSchema } from './entry-filter.js';
import { wholeNumberParameter } from './parameters.js';
import { entryViewSchema } from './timeline.js';

/** Which changes a reader wants, judged by what the entries say now. */
export const changeFilterSchema = entryFilterSchema
  .pick({ type: true, agent: true, channel: true, service: true, team: true })
  .extend({ incident: anyOfParameter('of any of these incidents') });

export type ChangeFilter = z.output<typeof changeFilterSchema>;

const behind = z.union([z.literal('0'), logPositionText], {
  error: 'must be log:epoch:position, e.g. local:1:42, or 0 for the start',
});

export const changesQuerySchema = z.strictObject({
  ...changeFilterSchema.shape,
  after: behind.default('0').describe('log:epoch:position; what is recorded behind it; 0: from the start'),
  limit: wholeNumberParameter(1, 500, 100),
  wait: wholeNumberParameter(0, 30, 0).describe('seconds to wait for a change where there is none yet'),
});

/** The stream of an account. */
export const streamQuerySchema = z.strictObject({
  ...changeFilterSchema.shape,
  after: behind
    .optional()
    .describe('log:epoch:position; the stream begins behind it; 0: from the start; absent: now'),
});

/** The stream of one incident, which its path names. */
export const incidentStreamQuerySchema = streamQuerySchema.omit({ incident: true });

/** How a browser tells what it has seen. It is asked before `after`, which stays in the address as it was. */
export const LAST_EVENT_ID_HEADER = 'Last-Event-ID';
export const lastEventIdSchema = behind;

export const changesPageSchema = z.object({
  changes: z.array(entryViewSchema).describe('in the order of their positions'),
  next: logPositionText.describe('hand it back as `after`; it moves on though nothing matched'),
  watermark: logPositionText.describe('up to here everything is known'),
  more: z.boolean().describe('whether there may be more between `next` and the watermark'),
});

/** The data of an `event: watermark` of a stream. */
export const streamWatermarkSchema = z.object({
  watermark: logPositionText.describe('everything up to here that the stream shows has been sent'),
  lagMs: z.int(),
});
