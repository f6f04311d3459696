import { z } from 'zod';
import { wholeNumberParameter } from './parameters.js';

/** A command that was not carried out. */
export const deadLetterSchema = z.object({
  id: z.string(),
  recordedBy: z.string(),
  entryId: z.string().nullable().describe('of the entry, where the message names one'),
  code: z.string().describe('why, for programs: as in problem details'),
  reason: z.string(),
  attempts: z.int().min(1),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  message: z.string().describe('as it came'),
});

export type DeadLetterView = z.infer<typeof deadLetterSchema>;

export const deadLettersQuerySchema = z.strictObject({
  after: z
    .uuid({ error: 'must be the id of a dead letter' })
    .optional()
    .describe('`next` of the page before'),
  limit: wholeNumberParameter(1, 500, 50),
});

export const deadLettersPageSchema = z.object({
  deadLetters: z.array(deadLetterSchema),
  next: z.string().nullable(),
});
