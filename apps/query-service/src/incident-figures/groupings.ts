import type { IncidentGrouping } from '@daybook/timeline-contracts';
import type { Parameters } from '../api-link.js';
import type { Span } from '../figures-span.js';
import type { IncidentDocument } from '../mongo/documents.js';
import { clocksIn, startOfDay } from '../time-zone.js';
import { hourOfWeekOf, mondayOf } from '../weeks.js';

export type Measured = Pick<
  IncidentDocument,
  'triggeredAt' | 'acknowledgedAt' | 'resolvedAt' | 'services' | 'teams' | 'severity'
>;
type Key = string | null;

export interface Grouping {
  /** The groups that an incident counts for. */
  keysOf(incident: Measured): readonly Key[];
  /** The parameters by which GET /v1/incidents shows the incidents of a group. */
  partOf(key: Key): Parameters;
}

interface Asked extends Span {
  readonly service: readonly string[];
  readonly team: readonly string[];
  readonly zone?: string | undefined;
}

const DATE = 'yyyy-mm-dd'.length;

export function groupingBy(by: IncidentGrouping, asked: Asked): Grouping {
  const zone = asked.zone ?? 'UTC';
  const clocks = clocksIn(zone);
  const byName = (keysOf: Grouping['keysOf']): Grouping => ({
    keysOf,
    partOf: (key): Parameters => (key === null ? { without: by } : { [by]: key }),
  });
  switch (by) {
    case 'service':
      return byName(({ services }) => named(services, asked.service));
    case 'team':
      return byName(({ teams }) => named(teams, asked.team));
    case 'severity':
      return byName(({ severity }) => [severity]);
    case 'day':
      return {
        keysOf: ({ triggeredAt }) => [clocks(triggeredAt!).slice(0, DATE)],
        partOf: (day) => daysFrom(day!, 1, zone, asked),
      };
    case 'week':
      return {
        keysOf: ({ triggeredAt }) => [mondayOf(clocks(triggeredAt!).slice(0, DATE))],
        partOf: (monday) => daysFrom(monday!, 7, zone, asked),
      };
    case 'hour-of-week':
      return {
        keysOf: ({ triggeredAt }) => [hourOfWeekOf(clocks(triggeredAt!))],
        partOf: (hourOfWeek) => ({ hourOfWeek: hourOfWeek!, zone }),
      };
  }
}

/** Of those that were asked for, if any were: incidents of any other are not all here. */
function named(found: readonly string[], asked: readonly string[]): Key[] {
  if (found.length === 0) return [null];
  return asked.length === 0 ? [...found] : found.filter((name) => asked.includes(name));
}

function daysFrom(date: string, days: number, zone: string, { since, until }: Asked): Parameters {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return {
    triggeredSince: new Date(Math.max(startOfDay(year, month, day, zone), since)).toISOString(),
    triggeredUntil: new Date(Math.min(startOfDay(year, month, day + days, zone), until)).toISOString(),
  };
}
