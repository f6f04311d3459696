import { z } from 'zod';
import { sentEntrySchema } from '../sent-entry.js';
import { receiptSchema } from '../http/append.js';
import { problemSchema } from '../http/problem.js';
import { cloudEvent } from './cloud-event.js';

/** Commands are published here, by users that RabbitMQ allows to write to this exchange. */
export const COMMAND_EXCHANGE = 'daybook.commands';
export const COMMAND_KEY = 'append-entry.v1';
/** Where they wait for the command-service. */
export const COMMAND_QUEUE = 'daybook.commands';

export const APPEND_ENTRY_V1 = 'daybook.append-entry.v1';

/**
 * A fact on its way to the log. `data` is what PUT /v1/entries/{id} takes, with its `id`: the producer makes it, so
 * that a message that is delivered twice is recorded once. The account is that of the RabbitMQ user (`user-id`).
 */
export const appendEntryV1Schema = cloudEvent(
  APPEND_ENTRY_V1,
  sentEntrySchema.extend({ id: z.string().describe('UUIDv7') }),
);

/** What a reply queue is told, once the command is settled. `status` is what the same entry would have got over HTTP. */
export const appendReplyV1Schema = z.object({
  status: z.int(),
  receipt: receiptSchema.optional(),
  problem: problemSchema.optional(),
});

export type AppendReplyV1 = z.infer<typeof appendReplyV1Schema>;
