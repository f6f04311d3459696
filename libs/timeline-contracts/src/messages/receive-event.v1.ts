import { z } from 'zod';
import { cloudEvent } from './cloud-event.js';

export const RECEIVE_EVENT_V1 = 'daybook.receive-event.v1';

/** On the exchange of commands. */
export const EVENT_KEY = 'receive-event.v1';
export const EVENT_QUEUE = 'daybook.events';

/**
 * A monitoring tool's event on its way to the log, as a door of the command-service took it while the log was away: it
 * is decided later, and the same, since all that the decision depends on stands here. No door for integrators: only
 * the service's own user is believed.
 */
export const receivedEventV1Schema = z.object({
  id: z.uuidv7().describe('of the entry that it becomes'),
  kind: z.enum(['alert', 'change']),
  routingKeyId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe('first half of the routing key'),
  dedupKey: z.string().describe('as sent, or as the door made it and told the sender'),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of what was sent'),
  receivedAt: z.iso.datetime(),
  event: z.looseObject({}).describe('as it was sent, without its routing key'),
});

export type ReceivedEventV1 = z.infer<typeof receivedEventV1Schema>;

export const receiveEventV1Schema = cloudEvent(RECEIVE_EVENT_V1, receivedEventV1Schema);
