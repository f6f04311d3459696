import type { EntryFigures, FiguresQuery, IncidentFigures } from '@daybook/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDaybook } from '../session/daybook.js';
import { daysAfter, startOfDay } from '../time/days.js';
import type { Dates, InsightsAsked } from './insights-address.js';

export type Grouping = NonNullable<FiguresQuery['by']>;
export type Group = IncidentFigures['groups'][number];
export type Figures = Omit<Group, 'key' | 'groups'>;
/** Of the headline and of the section about weeks: one answer serves both. */
export const BY_WEEK: Grouping = ['week'];
export type EntryGroup = EntryFigures['groups'][number];

/** They change slowly, and a page that is left open need not be of this second. */
const FRESH_MS = 60_000;
const KEPT = { staleTime: FRESH_MS, placeholderData: keepPreviousData };

/** The instants between which the days of a span lie. */
function instants({ from, to }: Dates, zone: string) {
  return {
    since: new Date(startOfDay(from, zone)).toISOString(),
    until: new Date(startOfDay(daysAfter(to, 1), zone)).toISOString(),
  };
}

export function useIncidentFigures(by: Grouping, asked: InsightsAsked, zone: string) {
  const daybook = useDaybook();
  const { service, team } = asked;
  const query = { by, ...instants(asked, zone), service: [...service], team: [...team], zone };
  return useQuery({
    queryKey: ['incident figures', query],
    queryFn: ({ signal }) => daybook.figures(query, { signal }),
    ...KEPT,
  });
}

export function useEntryFigures(asked: InsightsAsked, zone: string) {
  const daybook = useDaybook();
  const query = { ...instants(asked, zone), service: [...asked.service], team: [...asked.team] };
  return useQuery({
    queryKey: ['entry figures', query],
    queryFn: ({ signal }) => daybook.entryFigures(query, { signal }),
    ...KEPT,
  });
}
