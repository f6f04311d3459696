import { z } from 'zod';
import type { LaneSlice } from './contender.js';

const spread = z.object({ median: z.number(), lowest: z.number(), highest: z.number() });

export const laneFiguresSchema = z.object({
  name: z.string(),
  callers: z.int().optional(),
  entriesPerSecond: spread,
  p50Ms: z.number().optional().describe('median of the slices'),
  p99Ms: z.number().optional().describe('median of the slices'),
  entriesPerBatch: z.number().optional().describe('median of the slices'),
  cpuMicrosecondsPerEntry: z.number().optional().describe('median of the slices'),
});

export const goalSchema = z.object({
  what: z.string(),
  wanted: z.number(),
  reached: z.number(),
  met: z.boolean(),
});

/** What `npm run bench:write -- --json` prints. */
export const figuresSchema = z.object({
  machine: z.object({
    processor: z.string(),
    cores: z.int(),
    node: z.string(),
    postgres: z.record(z.string(), z.string()),
    rabbitmq: z.string(),
  }),
  rounds: z.int(),
  secondsPerSlice: z.number(),
  lanes: z.array(laneFiguresSchema),
  goals: z.array(goalSchema),
});

export type LaneFigures = z.infer<typeof laneFiguresSchema>;
export type Goal = z.infer<typeof goalSchema>;
export type Figures = z.infer<typeof figuresSchema>;

/** Half of the values are below it; of an even number, the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

export function summarize(
  { name, callers }: { readonly name: string; readonly callers?: number },
  slices: readonly LaneSlice[],
): LaneFigures {
  const rates = slices.map(({ entriesPerSecond }) => entriesPerSecond);
  const medianOf = (key: Exclude<keyof LaneSlice, 'entriesPerSecond'>) => {
    const values = slices.map((slice) => slice[key]);
    return values.every((value) => value !== undefined) ? { [key]: median(values) } : {};
  };
  return {
    name,
    ...(callers !== undefined && { callers }),
    entriesPerSecond: {
      median: median(rates),
      lowest: Math.min(...rates),
      highest: Math.max(...rates),
    },
    ...medianOf('p50Ms'),
    ...medianOf('p99Ms'),
    ...medianOf('entriesPerBatch'),
    ...medianOf('cpuMicrosecondsPerEntry'),
  };
}
