import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import { entryFilterSchema, flagParameter, zoneParameter } from './entry-filter.js';
import { entryViewSchema, incidentSchema, timelinePageSchema, waitQuerySchema } from './timeline.js';

export const EXPORT_FORMATS = ['json', 'csv', 'markdown'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const incidentExportQuerySchema = z.strictObject({
  ...waitQuerySchema.shape,
  ...entryFilterSchema.shape,
  overview: flagParameter('only entries that tell the story'),
  zone: zoneParameter('in which times are told; UTC by default'),
  format: z
    .enum(EXPORT_FORMATS)
    .optional()
    .describe(
      'goes before Accept, which may ask for text/markdown, text/csv or application/json, the default',
    ),
});

/** The parameters that leave entries out of an export. */
export const EXPORT_FILTERS = ['overview', ...entryFilterSchema.keyof().options] as const;

const parameterText = z.union([z.string(), z.array(z.string())]);

/** The JSON form of an incident's export: one document, whose end is missing where it was cut off. */
export const incidentExportSchema = z.object({
  format: z.literal('daybook-incident-export'),
  version: z.literal(1),
  account: z.string(),
  filter: z
    .partialRecord(z.enum(EXPORT_FILTERS), parameterText)
    .describe('the parameters that left entries out, as they were sent; empty: all entries are there'),
  incident: incidentSchema,
  entries: z.array(entryViewSchema).describe('in timeline order'),
  hidden: timelinePageSchema.shape.hidden,
  watermark: logPositionText.describe('everything up to this position is in it; what came meanwhile may be'),
});

export type IncidentExport = z.infer<typeof incidentExportSchema>;
