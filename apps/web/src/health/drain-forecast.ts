/** How far a reader was behind a log at a moment. */
export interface Reading {
  /** Unix milliseconds. */
  readonly at: number;
  /** The last position that exists. */
  readonly head: number;
  /** The position up to which the reader is. */
  readonly watermark: number;
}

export type Forecast =
  | { readonly kind: 'caught up' }
  | { readonly kind: 'draining'; readonly secondsLeft: number; readonly perSecond: number }
  /** As much comes as is read, or more. */
  | { readonly kind: 'growing'; readonly perSecond: number }
  /** There is too little to judge by. */
  | { readonly kind: 'unknown' };

/** What was longer ago says little of now. */
const WINDOW_MS = 60_000;
const LEAST_MS = 4_000;

/**
 * When a reader that is behind has caught up, if it goes on as in the last minute: entries behind, divided by how many
 * fewer they are each second. `perSecond` counts entries read.
 *
 * @param readings oldest first
 */
export function forecastDrain(readings: readonly Reading[]): Forecast {
  const now = readings.at(-1);
  if (!now) return { kind: 'unknown' };
  const behind = now.head - now.watermark;
  if (behind <= 0) return { kind: 'caught up' };
  const since = readings.find(({ at }) => at >= now.at - WINDOW_MS)!;
  const seconds = (now.at - since.at) / 1_000;
  // A log that was restored begins again: positions of before say nothing.
  if (seconds * 1_000 < LEAST_MS || now.watermark < since.watermark) return { kind: 'unknown' };
  const perSecond = (now.watermark - since.watermark) / seconds;
  const shrinking = (since.head - since.watermark - behind) / seconds;
  if (shrinking <= 0) return { kind: 'growing', perSecond };
  return { kind: 'draining', secondsLeft: behind / shrinking, perSecond };
}
