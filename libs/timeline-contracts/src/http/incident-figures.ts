import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import { anyOfParameter, instantParameter, zoneParameter } from './entry-filter.js';
import { waitQuerySchema } from './timeline.js';

const WHAT = ['service', 'team', 'severity'] as const;
const WHEN = ['day', 'week', 'hour-of-week'] as const;
const grouping = z.enum([...WHAT, ...WHEN]);

export type IncidentGrouping = z.infer<typeof grouping>;

const includes = (all: readonly string[], one: string | undefined) => one !== undefined && all.includes(one);

export const incidentFiguresQuerySchema = z.strictObject({
  ...waitQuerySchema.shape,
  by: z
    .preprocess(
      (sent) => [sent].flat(),
      z
        .array(grouping)
        .min(1)
        .max(2)
        .refine(
          ([first, second]) => second === undefined || (includes(WHAT, first) && includes(WHEN, second)),
          `is given twice only as one of ${WHAT.join(', ')} and then one of ${WHEN.join(', ')}`,
        )
        .readonly(),
    )
    .default(['service'])
    .meta({
      type: 'array',
      items: { type: 'string', enum: grouping.options },
      maxItems: 2,
      readOnly: undefined,
      default: ['service'],
      description:
        'an incident of several services or teams counts for each of them; by `day`, `week` or `hour-of-week` as well: each group tells its own `groups`',
    }),
  since: instantParameter('triggered at this instant or later; 30 days before `until` by default'),
  until: instantParameter('triggered before this instant; now by default'),
  service: anyOfParameter('about any of these services, by id'),
  team: anyOfParameter('of any of these teams, by id'),
  severity: anyOfParameter('of any of these severities'),
  zone: zoneParameter('where days, weeks and hours begin; UTC by default'),
});

const durationsSchema = z.object({
  mean: z.int().nullable().describe('milliseconds'),
  median: z.int().nullable().describe('milliseconds'),
  incidents: z.int().describe('how many incidents they are made of'),
});

const figuresSchema = z.object({
  incidents: z.int().describe('that were triggered in this time'),
  acknowledged: z.int(),
  resolved: z.int().describe('that are resolved now'),
  timeToAcknowledge: durationsSchema.describe('from the first trigger to the first acknowledgement'),
  timeToResolve: durationsSchema.describe('from the first trigger to the resolve'),
  link: z
    .string()
    .describe('the incidents that these figures are made of, each with the entries they are of'),
});

const groupSchema = figuresSchema.extend({
  key: z
    .string()
    .nullable()
    .describe(
      'service, team, severity, day, the Monday of a week, or the hour of the week, e.g. `1T09`; null: none is known',
    ),
});

export const incidentFiguresSchema = z.object({
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  total: figuresSchema.describe('each incident once'),
  groups: z.array(
    groupSchema.extend({
      groups: z.array(groupSchema).optional().describe('where `by` was given twice: by the second'),
    }),
  ),
  watermark: logPositionText,
});

export type IncidentFiguresView = z.infer<typeof incidentFiguresSchema>;
