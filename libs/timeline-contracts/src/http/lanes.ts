import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import { anyOfParameter, entryFilterSchema, flagParameter } from './entry-filter.js';
import { wholeNumberParameter } from './parameters.js';
import { waitQuerySchema } from './timeline.js';

const laneKind = z.enum(['agent', 'channel']);

export const lanesQuerySchema = z.strictObject({
  ...waitQuerySchema.shape,
  ...entryFilterSchema.shape,
  overview: flagParameter('only entries that tell the story'),
  by: laneKind.default('agent').describe('what a lane is'),
  buckets: wholeNumberParameter(1, 500, 100),
  lanes: wholeNumberParameter(1, 50, 10),
  lane: anyOfParameter('these lanes, by id, in this order, instead of the busiest'),
});

const countsSchema = z.object({
  total: z.int().min(0),
  counts: z.array(z.int().min(0)).describe('entries in each part, up to `until` or the last entry'),
});

export const lanesSchema = z.object({
  by: laneKind,
  since: z.iso
    .datetime()
    .describe('where the first part begins: `since`, or the first entry of the incident'),
  bucketMs: z.int().min(1).describe('length of each part, in milliseconds'),
  lanes: z.array(
    countsSchema.extend({
      id: z.string(),
      name: z.string().describe('as its newest entry tells; its id where that tells none'),
    }),
  ),
  without: countsSchema.describe('entries that name no agent, or no channel'),
  others: countsSchema
    .extend({ lanes: z.int().min(0).describe('how many they are') })
    .describe('all other lanes, as one'),
  watermark: logPositionText,
});

export type LanesView = z.infer<typeof lanesSchema>;
