const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths that people count in. */
const STEPS = [
  ...[SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND],
  ...[MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 20 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR],
  ...[DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY],
];

/** From 0 to at least the longest, in milliseconds, so many steps at most, where the longest of the steps allows that. */
export function durationTicks(longest: number, steps: number): number[] {
  // In whole units of the longest, so that none takes two units to write.
  const unit = [DAY, HOUR, MINUTE].find((one) => longest > one) ?? SECOND;
  const step = STEPS.find((one) => one * steps >= longest && one % unit === 0) ?? longest / steps;
  return Array.from({ length: Math.max(1, Math.ceil(longest / step)) + 1 }, (_, n) => n * step);
}
