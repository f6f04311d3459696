import type { IncidentFiguresView, incidentFiguresQuerySchema } from '@daybook/timeline-contracts';
import { figuresOf } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { apiLink, type Parameters } from '../api-link.js';
import { Counts } from '../counts.js';
import type { Span } from '../figures-span.js';
import { incidentsMatching } from '../mongo/incident-filter.js';
import { COUNT_LIMIT, Store } from '../mongo/store.js';
import { groupingBy, type Grouping, type Measured } from './groupings.js';

type Asked = Omit<z.output<typeof incidentFiguresQuerySchema>, 'after' | 'includes' | 'since' | 'until'> &
  Span;
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
  constructor(
    private readonly store: Store,
    private readonly counts: Counts,
  ) {}

  /** Made of the incidents' documents as they are now, so late, corrected and redacted facts are in. @throws StoreUnavailable */
  execute({ account, asked }: MeasureIncidents): Promise<Figures> {
    const { service, team, severity, since, until } = asked;
    const filter = {
      ...{ service, team, severity, status: [] },
      triggeredSince: since,
      triggeredUntil: until,
    };
    return this.counts.answer(['incident-figures', account, asked], async () => {
      const incidents = await this.store.incidents
        .find(incidentsMatching(account, filter), { ...COUNT_LIMIT, projection: MEASURED_FIELDS })
        .toArray();
      const groupings = asked.by.map((by) => groupingBy(by, asked));
      return {
        total: { ...figuresOf(incidents), link: linkTo(asked, {}) },
        groups: groupsOf(incidents, groupings, asked, {}),
      };
    });
  }
}

/** @param outer the parameters of the group that these incidents are of */
function groupsOf(
  incidents: readonly Measured[],
  [grouping, ...inner]: readonly Grouping[],
  asked: Asked,
  outer: Parameters,
): Figures['groups'] {
  if (!grouping) return [];
  const groups = new Map<string | null, Measured[]>();
  for (const incident of incidents) {
    for (const key of grouping.keysOf(incident)) {
      const group = groups.get(key);
      if (group) group.push(incident);
      else groups.set(key, [incident]);
    }
  }
  return [...groups]
    .sort(([a], [b]) => ((a ?? '\uffff') < (b ?? '\uffff') ? -1 : 1))
    .map(([key, group]) => {
      const part = { ...outer, ...grouping.partOf(key) };
      return {
        ...{ key, ...figuresOf(group), link: linkTo(asked, part) },
        ...(inner.length > 0 && { groups: groupsOf(group, inner, asked, part) }),
      };
    });
}

function linkTo({ service, team, severity, since, until }: Asked, part: Parameters): string {
  return apiLink('/v1/incidents', {
    triggeredSince: new Date(since).toISOString(),
    triggeredUntil: new Date(until).toISOString(),
    ...{ service, team, severity },
    ...part,
  });
}
