import { ENTRY_LIMITS } from '@daybook/timeline-domain';
import { z } from 'zod';
import { pagerDutyReferenceSchema } from './reference.js';

export const pagerDutyNoteSchema = z.object({
  id: z.string().describe('of the entry'),
  user: pagerDutyReferenceSchema,
  channel: z.object({ summary: z.string() }),
  content: z.string(),
  created_at: z.string().describe('when it was written, in UTC'),
});

export type PagerDutyNote = z.infer<typeof pagerDutyNoteSchema>;

/** The body of POST /incidents/{id}/notes. */
export const newPagerDutyNoteSchema = z.looseObject({
  note: z.looseObject({ content: z.string().min(1).max(ENTRY_LIMITS.summary) }),
});

/** RFC 3339 in whole seconds, as PagerDuty writes times. */
export function pagerDutyTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, -5)}Z`;
}
