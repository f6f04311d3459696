import { scaleUtc } from '@visx/scale';
import type { Span } from './span.js';

export interface Tick {
  /** UTC milliseconds. */
  readonly at: number;
  /** `14:05`, `14:05:10` or, where a day begins, `2 Mar`; where a year does, `2026`. */
  readonly text: string;
}

/** Round times of a zone's clocks in a span. @param count about how many */
export function ticksOf(span: Span, count: number, zone: string): Tick[] {
  const offset = zoneOffset(zone, span.since);
  // A scale of UTC that is fed with local times rounds these.
  const local = scaleUtc({ domain: [new Date(span.since + offset), new Date(span.until + offset)] });
  return local.ticks(count).map((clock) => {
    const at = clock.getTime() - zoneOffset(zone, clock.getTime() - offset);
    return { at, text: tickText(clock) };
  });
}

const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

function tickText(clock: Date): string {
  const [date, time] = clock.toISOString().split('T') as [string, string];
  if (!time.startsWith('00:00:00.000')) {
    const digits = time.endsWith('00.000Z') ? 5 : time.endsWith('000Z') ? 8 : 12;
    return time.slice(0, digits);
  }
  return date.endsWith('-01-01') ? date.slice(0, 4) : day.format(clock);
}

/** By how many milliseconds a zone's clocks are ahead of UTC. */
function zoneOffset(zone: string, instant: number): number {
  const second = Math.floor(instant / 1_000) * 1_000;
  const clock = new Date(second).toLocaleString('sv-SE', { timeZone: zone });
  return Date.parse(`${clock.replace(' ', 'T')}Z`) - second;
}
