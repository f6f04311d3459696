const DAY_MS = 86_400_000;
const DATE = 'yyyy-mm-dd'.length;
const HOUR = 'yyyy-mm-ddThh'.length;

/** 1 for Monday to 7 for Sunday. @param date e.g. `2026-03-01` */
function isoWeekday(date: string): number {
  return new Date(date).getUTCDay() || 7;
}

export function mondayOf(date: string): string {
  return new Date(Date.parse(date) - (isoWeekday(date) - 1) * DAY_MS).toISOString().slice(0, DATE);
}

/** @param clock what the clocks of a zone show, as RFC 3339 @returns e.g. `1T09`, as at the end of an ISO week date */
export function hourOfWeekOf(clock: string): string {
  return `${isoWeekday(clock.slice(0, DATE))}${clock.slice(DATE, HOUR)}`;
}
