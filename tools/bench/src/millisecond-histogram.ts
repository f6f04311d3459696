import { build, type Histogram } from 'hdr-histogram-js';

const MOST_MS = 60_000;

/** Whole milliseconds up to a minute. */
export function millisecondHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MOST_MS,
    numberOfSignificantValueDigits: 3,
  });
}
