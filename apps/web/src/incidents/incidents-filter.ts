import type { IncidentsQuery } from '@daybook/client';
import { isZone } from '../time/clock-times.js';
import { isHourOfWeek } from '../time/hour-of-week.js';

export const statuses = ['triggered', 'acknowledged', 'resolved', 'unknown'] as const;
export type Status = (typeof statuses)[number];

/** Repeatable in the address as in the API. */
const LISTS = ['service', 'team', 'severity'] as const;
const SINGLE = ['since', 'until', 'triggeredSince', 'triggeredUntil'] as const;
const ONE_OF = {
  without: ['service', 'team', 'severity'],
  with: ['acknowledgement', 'resolve'],
} as const;

/**
 * What the address asks of the list: the parameters of GET /v1/incidents by the same names, so that a link of the API
 * and one of the page say the same. What the API would refuse is left out.
 */
export function incidentsQuery(address: URLSearchParams): IncidentsQuery {
  const query: Record<string, string | string[]> = {};
  const text = address.get('text')?.trim();
  if (text) query['text'] = text;
  const status = statuses.filter((one) => address.getAll('status').includes(one));
  if (status.length > 0) query['status'] = status;
  for (const name of LISTS) {
    const values = address.getAll(name).filter((value) => value !== '');
    if (values.length > 0) query[name] = values;
  }
  for (const name of SINGLE) {
    const value = address.get(name);
    if (value && !Number.isNaN(Date.parse(value))) query[name] = value;
  }
  for (const [name, values] of Object.entries(ONE_OF)) {
    const value = values.find((one) => address.get(name) === one);
    if (value) query[name] = value;
  }
  const hour = address.get('hourOfWeek') ?? '';
  if (isHourOfWeek(hour)) {
    query['hourOfWeek'] = hour;
    const zone = address.get('zone') ?? '';
    if (isZone(zone)) query['zone'] = zone;
  }
  return query as IncidentsQuery;
}

/** The address with one more value of a parameter, or without it if it was there. */
export function toggled(address: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(address);
  if (next.has(name, value)) next.delete(name, value);
  else next.append(name, value);
  return next;
}

/** The address with this value of a parameter and no other; an empty one takes it away. */
export function replaced(address: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(address);
  if (value === '') next.delete(name);
  else next.set(name, value);
  return next;
}

export interface Chip {
  readonly name: string;
  readonly value: string;
}

/** The filters of the address that have no control of their own: shown, so that nothing is left out unseen. */
export function chipsOf(address: URLSearchParams): Chip[] {
  const asked = incidentsQuery(address) as Record<string, string | string[]>;
  return [...LISTS, ...SINGLE, ...Object.keys(ONE_OF), 'hourOfWeek'].flatMap((name) =>
    [asked[name] ?? []].flat().map((value) => ({ name, value })),
  );
}
