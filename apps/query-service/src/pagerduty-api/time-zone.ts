import { pagerDutyTime } from '@daybook/timeline-contracts';

/** Writes an instant, UTC milliseconds, as RFC 3339 in whole seconds. */
export type TimeText = (milliseconds: number) => string;

const formats = new Map<string, TimeText>([['UTC', pagerDutyTime]]);

/**
 * Times of a zone, with its offset at that instant; UTC is written as Z.
 *
 * @param name IANA time zone
 * @throws RangeError for a name that is none
 */
export function timesIn(name: string): TimeText {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    timeZoneName: 'longOffset',
  });
  // By its proper name, so that no spelling of it takes memory of its own.
  const zone = format.resolvedOptions().timeZone;
  const known = formats.get(zone);
  if (known) return known;
  const inZone: TimeText = (milliseconds) => {
    const parts = format.formatToParts(milliseconds);
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
    const offset = part('timeZoneName').replace('GMT', '') || '+00:00';
    const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
    return `${date}T${part('hour')}:${part('minute')}:${part('second')}${offset}`;
  };
  formats.set(zone, inZone);
  return inZone;
}
