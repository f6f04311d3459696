import prettyMilliseconds from 'pretty-ms';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A duration in its largest unit and the next one, e.g. `3d 4h`, `12m 5s` or `2h`. @param milliseconds of either sign */
export function durationText(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const step = size >= YEAR ? DAY : size >= DAY ? HOUR : size >= HOUR ? MINUTE : SECOND;
  const rounded = Math.round(size / step) * step;
  if (rounded === 0) return '0s';
  const text = prettyMilliseconds(rounded, { unitCount: 2 });
  return milliseconds < 0 ? `-${text}` : text;
}

/** With its sign, e.g. `+12m 5s`. */
export function offsetText(milliseconds: number): string {
  return milliseconds < 0 ? durationText(milliseconds) : `+${durationText(milliseconds)}`;
}
