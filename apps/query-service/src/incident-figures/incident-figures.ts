import type { IncidentFiguresView, incidentFiguresQuerySchema } from '@daybook/timeline-contracts';
import { figuresOf } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { IncidentDocument } from '../mongo/documents.js';
import { incidentsMatching } from '../mongo/incident-filter.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import { exactTimesIn, startOfDay, type TimeText } from '../time-zone.js';

type Asked = Omit<z.output<typeof incidentFiguresQuerySchema>, 'after' | 'includes' | 'since' | 'until'> & {
  readonly since: number;
  readonly until: number;
};
type Measured = Pick<
  IncidentDocument,
  'triggeredAt' | 'acknowledgedAt' | 'resolvedAt' | 'services' | 'teams' | 'severity'
>;
type Figures = Pick<IncidentFiguresView, 'total' | 'groups'>;

const MEASURED_FIELDS = {
  ...{ _id: 0, triggeredAt: 1, acknowledgedAt: 1, resolvedAt: 1 },
  ...{ services: 1, teams: 1, severity: 1 },
} as const;

export class MeasureIncidents extends Query<Figures> {
  constructor(
    readonly account: string,
    readonly asked: Asked,
  ) {
    super();
  }
}

@QueryHandler(MeasureIncidents)
export class MeasureIncidentsHandler implements IQueryHandler<MeasureIncidents> {
  constructor(private readonly store: Store) {}

  /** Made of the incidents' documents as they are now, so late, corrected and redacted facts are in. @throws StoreUnavailable */
  async execute({ account, asked }: MeasureIncidents): Promise<Figures> {
    const { service, team, severity, since, until } = asked;
    const filter = {
      ...{ service, team, severity, status: [] },
      triggeredSince: since,
      triggeredUntil: until,
    };
    const incidents = await this.store.read(() =>
      this.store.incidents
        .find(incidentsMatching(account, filter), { ...READ_LIMIT, projection: MEASURED_FIELDS })
        .toArray(),
    );
    // Made once: it costs more than all that is done with an incident.
    const local = exactTimesIn(asked.zone ?? 'UTC');
    const groups = new Map<string | null, Measured[]>();
    for (const incident of incidents) {
      for (const key of keysOf(incident, asked, local)) {
        const group = groups.get(key);
        if (group) group.push(incident);
        else groups.set(key, [incident]);
      }
    }
    return {
      total: { ...figuresOf(incidents), link: linkTo(asked, {}) },
      groups: [...groups]
        .sort(([a], [b]) => ((a ?? '\uffff') < (b ?? '\uffff') ? -1 : 1))
        .map(([key, group]) => ({ key, ...figuresOf(group), link: linkTo(asked, partOf(key, asked)) })),
    };
  }
}

/** The groups that an incident counts for. */
function keysOf(
  { triggeredAt, services, teams, severity }: Measured,
  asked: Asked,
  local: TimeText,
): (string | null)[] {
  switch (asked.by) {
    case 'day':
      return [local(triggeredAt!).slice(0, 'yyyy-mm-dd'.length)];
    case 'severity':
      return [severity];
    case 'service':
      return named(services, asked.service);
    case 'team':
      return named(teams, asked.team);
  }
}

/** Of those that were asked for, if any were: incidents of any other are not all here. */
function named(found: readonly string[], asked: readonly string[]): (string | null)[] {
  if (found.length === 0) return [null];
  return asked.length === 0 ? [...found] : found.filter((name) => asked.includes(name));
}

type Parameters = Record<string, string | readonly string[]>;

/** The parameters by which GET /v1/incidents shows the incidents of a group. */
function partOf(key: string | null, { by, zone, since, until }: Asked): Parameters {
  if (by !== 'day') return key === null ? { without: by } : { [by]: key };
  const [year, month, day] = key!.split('-').map(Number) as [number, number, number];
  const midnight = (days: number) => startOfDay(year, month, day + days, zone ?? 'UTC');
  return {
    triggeredSince: new Date(Math.max(midnight(0), since)).toISOString(),
    triggeredUntil: new Date(Math.min(midnight(1), until)).toISOString(),
  };
}

function linkTo({ service, team, severity, since, until }: Asked, part: Parameters): string {
  const parameters: Parameters = {
    triggeredSince: new Date(since).toISOString(),
    triggeredUntil: new Date(until).toISOString(),
    ...{ service, team, severity },
    ...part,
  };
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(parameters)) {
    for (const value of [values].flat()) query.append(name, value);
  }
  return `/v1/incidents?${query}`;
}
