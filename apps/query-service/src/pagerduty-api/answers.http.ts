import { pagerDutyErrorSchema, pagerDutyReferenceSchema } from '@daybook/timeline-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

/** What any of these doors may answer instead. */
export function ApiPagerDutyErrors() {
  const refusals: Record<number, string> = {
    400: 'a parameter can’t be read; it is named',
    401: 'the token is missing or not valid',
    403: 'the token does not allow this',
    404: 'there is no such thing',
    429: 'too many requests; Retry-After tells when to come back',
    503: 'the read model’s store is away: try again',
  };
  return applyDecorators(
    ...Object.entries(refusals).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, standardSchema: pagerDutyErrorSchema }),
    ),
  );
}

export const logEntrySchema = pagerDutyReferenceSchema.extend({
  created_at: z.string().describe('when it happened, in whole seconds; Z, or the offset of time_zone'),
  agent: pagerDutyReferenceSchema,
  channel: z.looseObject({ type: z.string() }),
  incident: pagerDutyReferenceSchema,
  service: pagerDutyReferenceSchema,
  teams: z.array(pagerDutyReferenceSchema),
  contexts: z.array(z.record(z.string(), z.string())),
  event_details: z.record(z.string(), z.string()),
});

/** The end of every list. */
export function pageOf<Name extends string, Item extends z.ZodType>(name: Name, item: Item) {
  return z.object({
    ...({ [name]: z.array(item) } as Record<Name, z.ZodArray<Item>>),
    limit: z.int(),
    offset: z.int(),
    more: z.boolean(),
    total: z.int().nullable().describe('null unless total=true'),
    next_cursor: z.string().nullable(),
  });
}

export const logEntriesPageSchema = pageOf('log_entries', logEntrySchema);
