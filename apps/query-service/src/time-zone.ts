import { midnight } from '@daybook/timeline-domain';

/** Writes an instant, UTC milliseconds, as RFC 3339. */
export type TimeText = (milliseconds: number) => string;

interface Zone {
  readonly seconds: TimeText;
  readonly milliseconds: TimeText;
}

const DAY_MS = 86_400_000;
const CLOCK = 'yyyy-mm-ddThh:mm:ss.sss'.length;

const zones = new Map<string, Zone>();

/**
 * Whole seconds of a zone, with its offset at that instant; UTC is written as Z.
 *
 * @param name IANA time zone
 * @throws RangeError for a name that is none
 */
export function timesIn(name: string): TimeText {
  return zoneOf(name).seconds;
}

/** As `timesIn`, with milliseconds. */
export function exactTimesIn(name: string): TimeText {
  return zoneOf(name).milliseconds;
}

function zoneOf(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
    timeZoneName: 'longOffset',
  });
  // By its proper name, so that no spelling of it takes memory of its own.
  const zone = format.resolvedOptions().timeZone;
  const known = zones.get(zone);
  if (known) return known;
  const text = (milliseconds: number, exact: boolean): string => {
    const parts = format.formatToParts(milliseconds);
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
    const offset = zone === 'UTC' ? 'Z' : part('timeZoneName').replace('GMT', '') || '+00:00';
    const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
    const time = `${part('hour')}:${part('minute')}:${part('second')}`;
    return `${date}T${time}${exact ? `.${part('fractionalSecond')}` : ''}${offset}`;
  };
  const made = {
    seconds: (milliseconds: number) => text(milliseconds, false),
    milliseconds: (milliseconds: number) => text(milliseconds, true),
  };
  zones.set(zone, made);
  return made;
}

/** Milliseconds. @param local of a zone, with milliseconds */
function aheadOfUtc(local: TimeText, at: number): number {
  return Date.parse(`${local(at).slice(0, CLOCK)}Z`) - at;
}

/**
 * What the clocks of a zone show, without its offset. For many instants: where a day begins and ends with the same offset,
 * that is the one of all its instants, and asking for it takes more than all the rest.
 */
export function clocksIn(name: string): TimeText {
  const local = exactTimesIn(name);
  const offsets = new Map<number, number>();
  const offsetOfDay = (day: number) => {
    const known = offsets.get(day) ?? aheadOfUtc(local, day * DAY_MS);
    offsets.set(day, known);
    return known;
  };
  return (milliseconds) => {
    const day = Math.floor(milliseconds / DAY_MS);
    const offset = offsetOfDay(day);
    const sure = offset === offsetOfDay(day + 1) ? offset : aheadOfUtc(local, milliseconds);
    return new Date(milliseconds + sure).toISOString().slice(0, CLOCK);
  };
}

/** The instant at which a day begins in a zone; `day` may lie outside its month, as with Date. */
export function startOfDay(year: number, month: number, day: number, zone: string): number {
  const asUtc = Date.UTC(year, month - 1, day);
  const local = exactTimesIn(zone);
  return midnight(asUtc, (at) => aheadOfUtc(local, at));
}
