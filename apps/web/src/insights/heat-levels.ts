const LEVELS = 5;

/** Counts that are shown alike; both are in it. */
export interface Level {
  readonly from: number;
  readonly to: number;
}

/** At most five levels, as wide as one another, from 1 to the most. */
export function heatLevels(most: number): Level[] {
  const width = Math.ceil(most / LEVELS);
  return Array.from({ length: Math.ceil(most / Math.max(1, width)) }, (_, level) => ({
    from: level * width + 1,
    to: Math.min((level + 1) * width, most),
  }));
}

/** From 1 to 5, the darkest for the most; 0 for none. */
export function levelOf(count: number, levels: readonly Level[]): number {
  const index = levels.findIndex(({ from, to }) => count >= from && count <= to);
  if (index === -1) return 0;
  return index + 1 + LEVELS - levels.length;
}
