import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import { anyOfParameter, instantParameter, zoneParameter } from './entry-filter.js';
import { waitQuerySchema } from './timeline.js';

export const incidentFiguresQuerySchema = z.strictObject({
  ...waitQuerySchema.shape,
  by: z
    .enum(['service', 'team', 'severity', 'day'])
    .default('service')
    .describe('an incident of several services or teams counts for each of them'),
  since: instantParameter('triggered at this instant or later; 30 days before `until` by default'),
  until: instantParameter('triggered before this instant; now by default'),
  service: anyOfParameter('about any of these services, by id'),
  team: anyOfParameter('of any of these teams, by id'),
  severity: anyOfParameter('of any of these severities'),
  zone: zoneParameter('where days begin; UTC by default'),
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

export const incidentFiguresSchema = z.object({
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  total: figuresSchema.describe('each incident once'),
  groups: z.array(
    figuresSchema.extend({
      key: z.string().nullable().describe('service, team, severity or day; null: none is known'),
    }),
  ),
  watermark: logPositionText,
});

export type IncidentFiguresView = z.infer<typeof incidentFiguresSchema>;
