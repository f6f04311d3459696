import { daysAfter, daysBetween, isDate } from '../time/days.js';

/** Whole weeks, so that the span before has as many of each weekday. */
export const spans = {
  '4w': { days: 28, name: '4 weeks' },
  '12w': { days: 84, name: '12 weeks' },
  '52w': { days: 364, name: '52 weeks' },
} as const;

export type SpanName = keyof typeof spans;

const USUAL: SpanName = '4w';

/** Dates of the first and the last day. */
export interface Dates {
  readonly from: string;
  readonly to: string;
}

export interface InsightsAsked extends Dates {
  readonly span: SpanName | 'custom';
  readonly service: readonly string[];
  readonly team: readonly string[];
}

/** What the address asks of the page. @param today as a date */
export function insightsAsked(address: URLSearchParams, today: string): InsightsAsked {
  const [from = '', to = ''] = [address.get('from') ?? '', address.get('to') ?? ''];
  const values = (name: string) => address.getAll(name).filter((value) => value !== '');
  const filter = { service: values('service'), team: values('team') };
  if (isDate(from) && isDate(to) && from <= to) return { span: 'custom', from, to, ...filter };
  const asked = address.get('span') ?? '';
  const span = Object.hasOwn(spans, asked) ? (asked as SpanName) : USUAL;
  return { span, from: daysAfter(today, 1 - spans[span].days), to: today, ...filter };
}

/** The address with one of the spans in place of any other. */
export function withSpan(address: URLSearchParams, span: SpanName): URLSearchParams {
  const next = new URLSearchParams(address);
  next.delete('from');
  next.delete('to');
  next.set('span', span);
  return next;
}

export function withDates(address: URLSearchParams, { from, to }: Dates): URLSearchParams {
  const next = new URLSearchParams(address);
  next.delete('span');
  next.set('from', from);
  next.set('to', to);
  return next;
}

/** The days of a span, with its first and its last. */
export function lengthOf({ from, to }: Dates): number {
  return daysBetween(from, to) + 1;
}

/** As many days, just before. */
export function datesBefore(dates: Dates): Dates {
  return { from: daysAfter(dates.from, -lengthOf(dates)), to: daysAfter(dates.from, -1) };
}

/** The page's own list of the incidents that a link of the API lists. */
export function pageLink(apiLink: string, known?: 'acknowledgement' | 'resolve'): string {
  const query = new URLSearchParams(apiLink.slice(apiLink.indexOf('?') + 1));
  if (known) query.set('with', known);
  return `/?${query}`;
}
