const DAY_MS = 86_400_000;

/**
 * The instant at which a day begins where clocks go by a zone, as UTC milliseconds.
 *
 * @param utc the midnight of the day in UTC
 * @param aheadOfUtc by how many milliseconds the zone is ahead of UTC at an instant
 */
export function midnight(utc: number, aheadOfUtc: (at: number) => number): number {
  // Its midnight by the offset before that day and behind it, since clocks may change in between.
  const [before, behind] = [utc - aheadOfUtc(utc - DAY_MS), utc - aheadOfUtc(utc + DAY_MS)];
  // The earlier, where midnight comes twice; but where clocks jump, they still show the day before then.
  const earlier = Math.min(before, behind);
  return earlier + aheadOfUtc(earlier) < utc ? Math.max(before, behind) : earlier;
}
