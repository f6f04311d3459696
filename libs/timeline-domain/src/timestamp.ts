import { DomainError } from './errors.js';
import { FIRST_MILLISECOND, LAST_MILLISECOND } from './timeline-order.js';

// RFC 3339, and what people and tools write instead: a blank for the T, no seconds, no zone (then UTC), a date alone.
const PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)? ?([Zz]|[+-]\d{2}:?\d{2})?)?$/;

/**
 * The UTC milliseconds of a time as it was sent. Digits past the millisecond are cut off here and kept in the sent
 * text. A leap second (:60) counts as the start of the next minute, since Unix time has no place for it.
 *
 * @throws DomainError `invalid_entry` that names `field`
 */
export function parseTimestamp(text: string, field = 'occurredAt'): number {
  const match = PATTERN.exec(text);
  if (match) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
    const date = new Date(0);
    date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
    const isCalendarDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
    const isClockTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60;
    const offset = zoneOffsetMinutes(zone);
    if (isCalendarDay && isClockTime && offset !== undefined) {
      const seconds = (Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second);
      const time = date.getTime() + seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
      // An offset can carry a time out of the years that a timeline key and RFC 3339 itself can say.
      if (time >= FIRST_MILLISECOND && time <= LAST_MILLISECOND) return time;
    }
  }
  throw new DomainError(
    'invalid_entry',
    `${field} must be an RFC 3339 time, e.g. 2026-03-01T09:30:00.000Z`,
    field,
  );
}

function zoneOffsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
