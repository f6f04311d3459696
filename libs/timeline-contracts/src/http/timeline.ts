import { isTimelineKey } from '@daybook/timeline-domain';
import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import {
  anyOfParameter,
  entryFilterSchema,
  flagParameter,
  instantParameter,
  textParameter,
  zoneParameter,
} from './entry-filter.js';
import { entryIdParameter, wholeNumberParameter } from './parameters.js';

export const WATERMARK_HEADER = 'Daybook-Watermark';
export const LAG_HEADER = 'Daybook-Lag-Ms';
/** On an answer that was made in another way than usual, of what is left. */
export const DEGRADED_HEADER = 'Daybook-Degraded';

/** Waiting for what was written: the receipt's position, or the ids of entries. */
export const waitQuerySchema = z.strictObject({
  after: logPositionText.optional().describe('wait until everything up to this position is visible'),
  includes: entryIdParameter.optional().describe('wait until this entry is visible'),
});

/** A place in a list that stays true while the list grows: the sort key of the last item, and the watermark of the first page. */
export interface PageCursor {
  readonly key: string;
  /** `log:epoch:position` up to which the first page was complete. */
  readonly asOf: string;
  /** The list that it is a place in: `incidents`, or `timeline/` and the incident. Version 1 did not tell. */
  readonly list?: string;
}

/** The list that the cursors of a timeline belong to. */
export function timelineList(incidentId: string): string {
  return `timeline/${incidentId}`;
}

export const INCIDENTS_LIST = 'incidents';
export const ENTRIES_LIST = 'entries';

export function encodeCursor({ key, asOf, list }: PageCursor): string {
  const text = list === undefined ? `1|${asOf}|${key}` : `2|${asOf}|${key}|${list}`;
  return Buffer.from(text).toString('base64url');
}

/** Undefined for anything that encodeCursor did not make. */
export function decodeCursor(text: string): PageCursor | undefined {
  const [version, asOf = '', key = '', ...list] = Buffer.from(text, 'base64url').toString().split('|');
  if (!logPositionText.safeParse(asOf).success || !isTimelineKey(key)) return undefined;
  const cursor = { key, asOf, ...(version === '2' && { list: list.join('|') }) };
  // Reading base64 skips what doesn't belong to it, so only writing it again shows that nothing else was there.
  return encodeCursor(cursor) === text ? cursor : undefined;
}

const cursorText = z.string({ error: 'must be a cursor of this service' }).transform((text, context) => {
  const cursor = decodeCursor(text);
  if (cursor) return cursor;
  context.addIssue({ code: 'custom', message: 'is not a cursor of this service' });
  return z.NEVER;
});

export const timelineQuerySchema = z.strictObject({
  ...waitQuerySchema.shape,
  ...entryFilterSchema.shape,
  overview: flagParameter('only entries that tell the story, and how many are hidden between them'),
  zone: zoneParameter('each entry tells occurredAtLocal as well'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: wholeNumberParameter(1, 500, 100),
  cursor: cursorText.optional(),
});

/** Entries of all incidents. */
export const searchQuerySchema = z.strictObject({
  ...waitQuerySchema.shape,
  ...entryFilterSchema.shape,
  zone: zoneParameter('each entry tells occurredAtLocal as well'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: wholeNumberParameter(1, 500, 100),
  cursor: cursorText.optional(),
});

const incidentStatus = z.enum(['triggered', 'acknowledged', 'resolved', 'unknown']);

/** Which incidents a reader wants. */
export const incidentFilterSchema = z.object({
  status: z
    .preprocess((sent) => [sent ?? []].flat(), z.array(incidentStatus).max(4).readonly())
    .default([])
    .meta({
      type: 'array',
      items: { type: 'string', enum: incidentStatus.options },
      description: 'in any of these states',
    }),
  service: anyOfParameter('about any of these services, by id'),
  team: anyOfParameter('of any of these teams, by id'),
  severity: anyOfParameter('of any of these severities'),
  without: z
    .enum(['service', 'team', 'severity'])
    .optional()
    .describe('those of which no service, team or severity is known'),
  with: z
    .enum(['acknowledgement', 'resolve'])
    .optional()
    .describe('those of which the time of an acknowledgement, or of a resolve, is known'),
  since: instantParameter('with an entry at this instant or later'),
  until: instantParameter('with an entry before this instant'),
  triggeredSince: instantParameter('triggered at this instant or later'),
  triggeredUntil: instantParameter('triggered before this instant'),
  hourOfWeek: z
    .string({ error: 'must be given once' })
    .regex(/^[1-7]T([01]\d|2[0-3])$/, 'must be a weekday, 1 for Monday, and an hour, e.g. 1T09')
    .optional()
    .describe(
      'triggered in this hour of a week, e.g. `1T09` for Mondays from 9 to 10: looked for among all that the other filters leave',
    ),
  zone: zoneParameter('where `hourOfWeek` is meant; UTC by default'),
  text: textParameter,
});

export type IncidentFilter = z.output<typeof incidentFilterSchema>;

export const incidentsQuerySchema = z.strictObject({
  ...waitQuerySchema.shape,
  ...incidentFilterSchema.shape,
  limit: wholeNumberParameter(1, 500, 50),
  cursor: cursorText.optional(),
});

const amendmentNote = {
  by: z.string().describe('id of the entry that says so'),
  at: z.iso.datetime(),
  recordedBy: z.string(),
  reason: z.string().optional(),
  agent: z.unknown().optional().describe('who is claimed to have done it'),
};

const entryViewSchema = z.looseObject({
  id: z.string(),
  incidentId: z.string(),
  type: z.string(),
  summary: z.string(),
  occurredAt: z.string().describe("as sent; the id's time where none was sent"),
  occurredAtUtc: z.iso.datetime().describe('the instant it is ordered by'),
  recordedBy: z.string(),
  receivedAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  contentHash: z.string(),
  position: logPositionText,
  origin: logPositionText,
  timelineKey: z.string().describe('text order of the keys is timeline order'),
  occurredAtLocal: z.string().optional().describe('the same instant in the `zone` that was asked for'),
  lateMs: z
    .int()
    .optional()
    .describe('a late fact: a door took it so many milliseconds after it happened, more than a minute'),
  revised: z
    .object({ ...amendmentNote, count: z.int().min(1) })
    .optional()
    .describe('the last of the revisions that are in what is shown'),
  moved: z
    .object({ ...amendmentNote, from: z.string().describe('the incident that it was recorded on') })
    .optional()
    .describe('the move that put it onto this incident’s timeline'),
  redacted: z
    .object(amendmentNote)
    .partial()
    .optional()
    .describe(
      'the content is gone for good: summary is empty, type and times are left; empty until the redaction is seen',
    ),
});

/** An entry as readers are shown it: the fields as they were sent, with what Daybook knows beside them. */
export type EntryView = z.infer<typeof entryViewSchema>;
export { entryViewSchema };

export const entryHistorySchema = z.object({
  entry: entryViewSchema,
  original: z.looseObject({}).nullable().describe('as it was sent; null once redacted'),
  revisions: z.array(entryViewSchema).describe('in the order in which they are put on'),
  redactions: z.array(entryViewSchema),
  moves: z.array(entryViewSchema).describe('of those that are not redacted the last counts'),
});

const changesAfter = logPositionText
  .optional()
  .describe(
    'watermark of the first page: what was recorded behind it is in the changes after it, and may be in later pages too',
  );

export const timelinePageSchema = z.object({
  entries: z.array(entryViewSchema),
  hidden: z
    .array(z.int().min(0))
    .optional()
    .describe(
      'of an overview: how many entries are hidden before each entry of the page and, last, behind it up to the end of the timeline; 0 there when a page follows',
    ),
  next: z.string().nullable().describe('cursor of the following page in this order; null at the end'),
  previous: z
    .string()
    .nullable()
    .describe(
      'cursor for reading back from the first entry of this page with the other order; from an empty page, with the entry of its cursor as the first',
    ),
  watermark: logPositionText,
  changesAfter,
});

export const foundEntriesSchema = timelinePageSchema
  .pick({ entries: true, next: true, watermark: true, changesAfter: true })
  .extend({
    next: timelinePageSchema.shape.next.describe(
      'cursor of the following page in this order; null at the end. A page with it may be short, even empty: a search looks at 50,000 entries or so and for a second at most, and tells where to go on',
    ),
  });

const time = z.iso.datetime().nullable();
const duration = z.int().nullable();
const evidence = z.string().nullable();

export const incidentSchema = z.object({
  id: z.string(),
  status: incidentStatus,
  title: z.string().nullable(),
  severity: z.string().nullable(),
  urgency: z.string().nullable(),
  triggeredAt: time,
  acknowledgedAt: time,
  resolvedAt: time,
  timeToAcknowledgeMs: duration.describe('from triggeredAt to acknowledgedAt'),
  timeToResolveMs: duration.describe('from triggeredAt to resolvedAt'),
  evidence: z
    .object({ triggered: evidence, acknowledged: evidence, resolved: evidence })
    .describe('the entries that the times are of'),
  reopenedCount: z.int(),
  mergedInto: z
    .string()
    .nullable()
    .optional()
    .describe('the incident that it was merged into: whose timeline shows its entries as well'),
  merged: z
    .array(z.string())
    .optional()
    .describe('of one incident, where there are any: those whose entries its timeline shows as well'),
  responders: z.array(z.string()),
  services: z.array(z.string()),
  teams: z.array(z.string()),
  entryCount: z.int(),
  firstActivityAt: z.iso.datetime(),
  lastActivityAt: z.iso.datetime(),
});

export type IncidentView = z.infer<typeof incidentSchema>;

export const incidentsPageSchema = z.object({
  incidents: z.array(incidentSchema),
  next: z.string().nullable(),
  watermark: logPositionText,
  changesAfter,
});

export const activityQuerySchema = z.strictObject({
  ...waitQuerySchema.shape,
  ...entryFilterSchema.shape,
  overview: flagParameter('only entries that tell the story'),
  buckets: wholeNumberParameter(1, 1_000, 100),
});

export const activitySchema = z.object({
  since: z.iso
    .datetime()
    .describe('where the first part begins: `since`, or the first entry of the incident'),
  bucketMs: z.int().min(1).describe('length of each part, in milliseconds'),
  counts: z.array(z.int().min(0)).describe('entries in each part, up to `until` or the last entry'),
  total: z.int().min(0),
  watermark: logPositionText,
});

export type ActivityView = z.infer<typeof activitySchema>;
