import { midnight } from '@daybook/timeline-domain';
import { clockTimes } from './clock-times.js';

const DAY_MS = 86_400_000;

/** The date, e.g. `2026-03-01`, so many days later. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** From the first date to the second. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

export function mondayOf(date: string): string {
  return daysAfter(date, -((new Date(date).getUTCDay() + 6) % 7));
}

/** The instant, Unix milliseconds, at which a day begins in a time zone. */
export function startOfDay(date: string, zone: string): number {
  const { dayKey, time } = clockTimes(zone);
  const asUtc = Date.parse(date);
  const ahead = (at: number) => Date.parse(`${dayKey(at)}T${time(at)}Z`) - at;
  return midnight(asUtc, ahead);
}
