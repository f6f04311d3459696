import { z } from 'zod';

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

export const deadLettersQuerySchema = z.object({
  after: z.uuid().optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const deadLettersPageSchema = z.object({
  deadLetters: z.array(deadLetterSchema),
  next: z.string().nullable(),
});
