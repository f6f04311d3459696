import { z } from 'zod';
import { ENTRY_LIMITS } from '@daybook/timeline-domain';

export const newRoutingKeySchema = z.strictObject({
  service: z.string().min(1).max(ENTRY_LIMITS.referenceId).describe('whose events it brings'),
});

/** A routing key, but for the key itself. */
export const routingKeySchema = z.object({
  id: z.string().describe('first half of the key'),
  service: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});

export type RoutingKeyView = z.infer<typeof routingKeySchema>;

export const createdRoutingKeySchema = routingKeySchema.extend({
  key: z.string().describe('32 hexadecimal digits; told this once'),
});

export const routingKeysSchema = z.object({ routingKeys: z.array(routingKeySchema) });
