import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import { changeFilterSchema } from './changes.js';
import { entryIdParameter, wholeNumberParameter } from './parameters.js';

export const WEBHOOK_LIMITS = { url: 2_048, description: 500, entriesReplayed: 500 } as const;

const filter = z
  .strictObject(changeFilterSchema.shape)
  .describe('which entries are delivered, as in `/v1/changes`; absent: all of them');

const place = z
  .union([z.literal('0'), logPositionText], {
    error: 'must be log:epoch:position, e.g. local:1:42, or 0 for the start',
  })
  .describe('log:epoch:position; what was recorded behind it is delivered; 0: from the start');

const url = z
  .url({
    protocol: /^https?$/,
    error: 'must be an https address; http is for networks that this installation allows',
  })
  .max(WEBHOOK_LIMITS.url)
  .refine(namesNobody, 'must not hold a user or a password: what is delivered is signed')
  .describe('where entries are posted');

const description = z.string().max(WEBHOOK_LIMITS.description);

export const newWebhookSchema = z.strictObject({
  url,
  filter: filter.optional(),
  description: description.optional(),
  after: place.optional().describe('where it begins: log:epoch:position; 0: from the start; absent: now'),
});

export const webhookChangeSchema = z
  .strictObject({ url, filter, description })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');

export const webhookReplaySchema = z.strictObject({ after: place });

export const failedReplaySchema = z.strictObject({
  entries: z
    .array(entryIdParameter)
    .min(1)
    .max(WEBHOOK_LIMITS.entriesReplayed)
    .optional()
    .describe('ids of entries; absent: all that were given up'),
});

export const webhookPauseReason = z.enum(['asked', 'gone', 'log_restored']);

export const webhookSchema = z.object({
  id: z.uuid(),
  url: z.string(),
  description: z.string().nullable(),
  filter: changeFilterSchema.partial(),
  status: z.enum(['active', 'paused']),
  pausedBecause: webhookPauseReason
    .nullable()
    .describe(
      '`gone`: the receiver answered 410; `log_restored`: the log is in another epoch, replay from a position of it',
    ),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  position: logPositionText.describe(
    'everything up to here was delivered, given up, or belongs to an incident that is held back',
  ),
  held: z.object({
    incidents: z.int().describe('whose entries wait for one of them that was not taken'),
    since: z.iso.datetime().nullable().describe('when the oldest of those entries was first tried'),
  }),
  failed: z.int().describe('deliveries that were given up'),
  previousSecretUntil: z.iso.datetime().nullable().describe('until then the secret of before signs too'),
});

export type WebhookView = z.infer<typeof webhookSchema>;

const secret = z.string().describe('signs what is delivered; told this once');

export const createdWebhookSchema = webhookSchema.extend({ secret });

export const webhooksSchema = z.object({ webhooks: z.array(webhookSchema) });

export const rotatedSecretSchema = z.object({ secret, previousSecretUntil: z.iso.datetime() });

export const failedDeliverySchema = z.object({
  entryId: z.string(),
  incidentId: z.string(),
  position: logPositionText,
  attempts: z.int(),
  firstTriedAt: z.iso.datetime(),
  lastTriedAt: z.iso.datetime(),
  reason: z.string().describe('of the last attempt'),
  replaying: z.boolean().describe('whether it is being tried again'),
});

export type FailedDeliveryView = z.infer<typeof failedDeliverySchema>;

export const failedDeliveriesQuerySchema = z.strictObject({
  after: entryIdParameter.optional().describe('`next` of the page before'),
  limit: wholeNumberParameter(1, 500, 100),
});

export const failedDeliveriesPageSchema = z.object({
  failed: z.array(failedDeliverySchema).describe('by entry id'),
  next: z.string().nullable(),
});

export const replayedDeliveriesSchema = z.object({ replaying: z.int() });

/** Beside the headers of https://www.standardwebhooks.com. */
export const DELIVERY_HEADERS = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
  position: 'daybook-position',
  attempt: 'daybook-attempt',
} as const;

function namesNobody(text: string): boolean {
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
