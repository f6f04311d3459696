import { z } from 'zod';
import { logPositionText } from '../log-position.js';

const position = z.int().min(0);

const queueDepth = z.object({
  queue: z.string(),
  messages: z.int().describe('that wait; those that a consumer has in hand are not among them'),
  consumers: z.int(),
});

/** How far the log has been handed over, and what waits to come into it. */
export const logProgressSchema = z.object({
  log: z
    .object({
      head: logPositionText.describe('of the last entry'),
      relayed: position.describe('position up to which RabbitMQ has the log'),
      behind: position.describe('entries that RabbitMQ does not have yet'),
    })
    .nullable()
    .describe('null: Postgres does not answer'),
  queues: z.array(queueDepth).nullable().describe('of commands and events; null: RabbitMQ does not answer'),
});

export type LogProgress = z.infer<typeof logProgressSchema>;

const progressSampleSchema = z.object({
  at: z.iso.datetime(),
  head: position,
  watermark: position,
  queued: z.int().nullable().describe('messages in all queues of shards; null: RabbitMQ did not answer'),
  lagMs: z.int().min(0),
});

export type ProgressSample = z.infer<typeof progressSampleSchema>;

/** How far the read model is, and how it got there. */
export const projectionProgressSchema = z.object({
  watermark: logPositionText.describe('everything up to here is visible'),
  head: position.describe('the largest position that is known to exist'),
  behind: position.describe('positions between the two'),
  lagMs: z.int().min(0).describe('since the read model was last proven complete; 0 while it is'),
  source: z.enum(['queue', 'feed']).describe('where entries come from now'),
  shards: z.array(
    z.object({
      shard: z.int(),
      watermark: position,
      waiting: z
        .int()
        .min(0)
        .describe('entries that this replica has written past a hole: one before them has not come'),
    }),
  ),
  parked: z.int().min(0).describe('messages that could not be read'),
  queues: z.array(queueDepth).nullable().describe('of the shards; null: RabbitMQ did not answer'),
  everySeconds: z.int().describe('between two samples'),
  samples: z.array(progressSampleSchema).describe('of the last half hour at most, oldest first'),
});

export type ProjectionProgress = z.infer<typeof projectionProgressSchema>;
