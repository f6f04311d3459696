const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;
const TRIED_FOR_MS = 48 * 3_600_000;

/** When an entry was tried. Times are UTC milliseconds. */
export interface Tries {
  /** The first attempt. */
  readonly since: number;
  readonly attempts: number;
}

/**
 * When a delivery that has just failed is tried again: 5 s after the first attempt, then twice as long each time up to
 * an hour, each time shortened at random by up to a quarter, so that what failed together does not come back together.
 *
 * @param askedMs how long the receiver has asked to be left alone; no longer than an hour is heeded
 * @param random from 0 to 1
 * @returns undefined once 48 h have been spent on it
 */
export function nextAttempt(
  { since, attempts }: Tries,
  now: number,
  askedMs = 0,
  random = Math.random(),
): number | undefined {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS) * (1 - random / 4);
  const at = now + Math.max(pause, Math.min(askedMs, LONGEST_PAUSE_MS));
  return at <= since + TRIED_FOR_MS ? at : undefined;
}

/** @param retryAt no pause is longer than an hour: a time that is still to come far beyond that is of a clock that ran ahead */
export function isDue(retryAt: number, now: number): boolean {
  return retryAt <= now || retryAt > now + 2 * LONGEST_PAUSE_MS;
}
