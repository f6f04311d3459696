const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** A duration for people, in its two largest units: `3 d 4 h`, `12 min 5 s`. @param milliseconds may be negative */
export function durationText(milliseconds: number): string {
  let seconds = Math.round(Math.abs(milliseconds) / 1_000);
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    return { count, unit };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  if (first < 0) return '0 s';
  const shown = parts.slice(first, first + 2).filter(({ count }) => count > 0);
  return (milliseconds < 0 ? '−' : '') + shown.map(({ count, unit }) => `${count} ${unit}`).join(' ');
}
