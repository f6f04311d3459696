import { decodeCursor, instantText } from '@daybook/timeline-contracts';
import { timelineKey, type TimelineKey } from '@daybook/timeline-domain';
import { z } from 'zod';
import { timesIn, type TimeText } from '../time-zone.js';

export const DEFAULT_LIMIT = 25;
export const MAX_LIMIT = 100;

/** Of a parameter that is repeated the last one counts, and an empty one is none. */
function one<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((sent) => {
    const last: unknown = Array.isArray(sent) ? sent.at(-1) : sent;
    return last === '' ? undefined : last;
  }, schema);
}

const many = z
  .preprocess((sent) => [sent ?? []].flat().filter((value) => value !== ''), z.array(z.string()).default([]))
  .meta({ type: 'array', items: { type: 'string' } });

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);

/** Python and old clients send 1 and 0. */
const flag = one(
  z
    .enum(['true', 'True', '1', 'false', 'False', '0'], { error: 'must be true or false' })
    .transform((text) => ['true', 'True', '1'].includes(text))
    .optional(),
).meta({ type: 'string' });

/** UTC milliseconds. */
const instant = one(instantText.optional()).meta({ type: 'string', format: 'date-time' });

const timeZone = one(
  z
    .string()
    .transform((name, context): TimeText => {
      try {
        return timesIn(name);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be an IANA time zone, e.g. Asia/Tokyo' });
        return z.NEVER;
      }
    })
    .optional(),
).meta({ type: 'string', description: 'IANA time zone of the times in the answer; UTC by default' });

const cursor = one(
  z
    .string()
    .transform((text, context) => {
      const place = decodeCursor(text);
      if (place) return place;
      context.addIssue({ code: 'custom', message: 'is not a cursor of this service' });
      return z.NEVER;
    })
    .optional(),
).meta({ type: 'string', description: '`next_cursor` of the page before; then `offset` does not count' });

export const itemQuerySchema = z.object({ time_zone: timeZone, 'include[]': many });

const offsetParameters = {
  limit: one(
    wholeNumber
      .refine((limit) => limit > 0, 'must be at least 1')
      .transform((limit) => Math.min(limit, MAX_LIMIT))
      .default(DEFAULT_LIMIT),
  ).meta({ type: 'integer', description: `${DEFAULT_LIMIT} by default, ${MAX_LIMIT} at most` }),
  offset: one(wholeNumber.default(0)).meta({ type: 'integer', description: 'any, also past 10,000' }),
  total: flag,
};

/** Lists without an order in time. */
export const namedQuerySchema = z.object({
  ...itemQuerySchema.shape,
  ...offsetParameters,
  query: one(z.string().optional()).meta({ type: 'string', description: 'a part of the name or id' }),
});

export const alertsQuerySchema = z.object({
  ...itemQuerySchema.shape,
  ...offsetParameters,
  'statuses[]': many.pipe(z.array(z.enum(['triggered', 'resolved']))),
});

const pageParameters = {
  ...itemQuerySchema.shape,
  ...offsetParameters,
  cursor,
  since: instant.describe('the first instant; any spelling of RFC 3339, without a zone UTC'),
  until: instant.describe('the first instant that is past the end'),
};

export const incidentLogEntriesQuerySchema = z.object({
  ...pageParameters,
  is_overview: flag.describe('only what changes the state of the incident'),
});

export const logEntriesQuerySchema = incidentLogEntriesQuerySchema.extend({ 'team_ids[]': many });

const SORT = /^(created_at|incident_number|resolved_at|urgency)(?::(asc|desc))?(?:,.*)?$/;

export interface Sort {
  readonly by: 'created_at' | 'resolved_at' | 'urgency';
  readonly order: 1 | -1;
}

export const incidentsQuerySchema = z.object({
  ...pageParameters,
  'statuses[]': many.pipe(z.array(z.enum(['triggered', 'acknowledged', 'resolved']))),
  'service_ids[]': many,
  'team_ids[]': many,
  'user_ids[]': many.describe('responders'),
  'urgencies[]': many.pipe(z.array(z.enum(['high', 'low']))),
  incident_key: one(
    z
      .string()
      .refine(() => false, 'is not kept with incidents: the log entries of an incident tell it')
      .optional(),
  ).meta({ type: 'string', description: 'refused, since ignoring it would show other incidents' }),
  sort_by: one(
    z
      .string()
      .regex(SORT, 'must be created_at, incident_number, resolved_at or urgency, with :asc or :desc')
      .transform((text): Sort => {
        const [, field, order = 'asc'] = SORT.exec(text)!;
        const by = field === 'incident_number' ? 'created_at' : (field as Sort['by']);
        return { by, order: order === 'asc' ? 1 : -1 };
      })
      .optional(),
  ).meta({ type: 'string', description: 'created_at:desc by default' }),
});

export interface PageAsked {
  readonly limit: number;
  readonly offset: number;
  /** The key after which the page begins; then `offset` is 0. */
  readonly beyond: TimelineKey | undefined;
  /** Keys from this one on. */
  readonly from: TimelineKey | undefined;
  /** Keys before this one. */
  readonly to: TimelineKey | undefined;
}

export function pageAsked(query: {
  readonly limit: number;
  readonly offset: number;
  readonly cursor?: { readonly key: TimelineKey } | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}): PageAsked {
  const { limit, offset, cursor: place, since, until } = query;
  const beyond = place?.key;
  return {
    ...{ limit, offset: beyond === undefined ? offset : 0, beyond },
    from: since === undefined ? undefined : startOf(since),
    to: until === undefined ? undefined : startOf(until),
  };
}

/** Comes before the key of every entry of this millisecond. */
function startOf(milliseconds: number): TimelineKey {
  return timelineKey(milliseconds, '');
}
