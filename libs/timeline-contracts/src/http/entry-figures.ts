import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import { entryFilterSchema, instantParameter } from './entry-filter.js';
import { waitQuerySchema } from './timeline.js';

export const entryFiguresQuerySchema = z.strictObject({
  ...waitQuerySchema.shape,
  ...entryFilterSchema.omit({ text: true }).shape,
  since: instantParameter('that happened at this instant or later; 30 days before `until` by default'),
  until: instantParameter('that happened before this instant; now by default'),
});

const figuresSchema = z.object({
  entries: z.int(),
  link: z.string().describe('these entries'),
});

export const entryFiguresSchema = z.object({
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  total: figuresSchema,
  groups: z
    .array(
      figuresSchema.extend({
        type: z.string(),
        incidents: z.int().describe('on whose timelines these entries stand'),
        most: z
          .array(
            figuresSchema.extend({
              link: z
                .string()
                .describe(
                  'its timeline, which also shows such entries of incidents that were merged into it',
                ),
              incident: z.string().describe('id'),
              title: z.string().nullable(),
            }),
          )
          .describe('the incidents with most of these entries, up to five'),
      }),
    )
    .describe('by type, that of most entries first'),
  watermark: logPositionText,
});

export type EntryFiguresView = z.infer<typeof entryFiguresSchema>;
