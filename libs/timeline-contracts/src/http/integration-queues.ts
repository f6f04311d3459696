import { ENTRY_LIMITS } from '@daybook/timeline-domain';
import { z } from 'zod';

export const INTEGRATION_QUEUE_LIMITS = { usualLength: 100_000, length: 1_000_000, types: 50 } as const;

export const integrationQueueNameSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,62}$/,
    'must be 1 to 63 of a-z, 0-9, _ and -, and begin with a letter or digit',
  );

export const newIntegrationQueueSchema = z.strictObject({
  name: integrationQueueNameSchema,
  types: z
    .array(z.string().min(1).max(ENTRY_LIMITS.type))
    .min(1)
    .max(INTEGRATION_QUEUE_LIMITS.types)
    .optional()
    .describe('which types of entries; absent: all'),
  maxLength: z
    .int()
    .min(1)
    .max(INTEGRATION_QUEUE_LIMITS.length)
    .default(INTEGRATION_QUEUE_LIMITS.usualLength)
    .describe('messages; beyond it the oldest are dropped'),
});

export const integrationQueueSchema = z.object({
  name: z.string(),
  queue: z.string().describe('its name in RabbitMQ'),
  types: z.array(z.string()).nullable(),
  maxLength: z.int(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});

export type IntegrationQueueView = z.infer<typeof integrationQueueSchema>;

export const watchedIntegrationQueueSchema = integrationQueueSchema.extend({
  messages: z.int().describe('that wait to be consumed'),
  consumers: z.int(),
});

export const integrationQueuesSchema = z.object({ queues: z.array(integrationQueueSchema) });
