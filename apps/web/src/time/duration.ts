const UNITS = [
  { ms: 365 * 86_400_000, name: 'y', part: 86_400_000, partName: 'd' },
  { ms: 86_400_000, name: 'd', part: 3_600_000, partName: 'h' },
  { ms: 3_600_000, name: 'h', part: 60_000, partName: 'min' },
  { ms: 60_000, name: 'min', part: 1_000, partName: 's' },
] as const;

/** A length of time to read at a glance, in its two largest units: `3 h 20 min`, `45 s`, `120 ms`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return milliseconds === 0 ? '0 s' : `${Math.round(milliseconds)} ms`;
  for (const { ms, name, part, partName } of UNITS) {
    if (milliseconds < ms) continue;
    const parts = Math.floor((milliseconds % ms) / part);
    const whole = `${Math.floor(milliseconds / ms)} ${name}`;
    return parts === 0 ? whole : `${whole} ${parts} ${partName}`;
  }
  return `${Math.floor(milliseconds / 1_000)} s`;
}
