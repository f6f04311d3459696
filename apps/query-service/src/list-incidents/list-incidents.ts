import type { IncidentView } from '@daybook/timeline-contracts';
import { timeOfTimelineKey, type IncidentStatus, type TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IncidentDocument } from '../mongo/documents.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

export interface IncidentsPage {
  readonly incidents: readonly IncidentView[];
  readonly lastKey: TimelineKey | undefined;
  readonly more: boolean;
}

export class ListIncidents extends Query<IncidentsPage> {
  /** @param beyond the last activity before which the page starts: newest comes first */
  constructor(
    readonly account: string,
    readonly status: IncidentStatus | undefined,
    readonly limit: number,
    readonly beyond: TimelineKey | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListIncidents)
export class ListIncidentsHandler implements IQueryHandler<ListIncidents> {
  constructor(private readonly store: Store) {}

  /** @throws StoreUnavailable */
  async execute({ account, status, limit, beyond }: ListIncidents): Promise<IncidentsPage> {
    const filter = {
      account,
      ...(status !== undefined && { status }),
      ...(beyond !== undefined && { lastKey: { $lt: beyond } }),
    };
    const found = await this.store.read(() =>
      this.store.incidents
        .find(filter, READ_LIMIT)
        .sort({ lastKey: -1 })
        .limit(limit + 1)
        // All in one answer of the server.
        .batchSize(limit + 1)
        .toArray(),
    );
    const page = found.slice(0, limit);
    return {
      incidents: page.map(incidentView),
      lastKey: page.at(-1)?.lastKey,
      more: found.length > limit,
    };
  }
}

export function incidentView(document: IncidentDocument): IncidentView {
  const { incidentId, status, title, severity, urgency, triggeredAt, acknowledgedAt, resolvedAt } = document;
  const { reopenedCount, responders, services, teams, entryCount, firstKey, lastKey } = document;
  return {
    id: incidentId,
    ...{ status, title, severity, urgency },
    triggeredAt: isoTime(triggeredAt),
    acknowledgedAt: isoTime(acknowledgedAt),
    resolvedAt: isoTime(resolvedAt),
    reopenedCount,
    responders: [...responders],
    services: [...services],
    teams: [...teams],
    entryCount,
    firstActivityAt: new Date(timeOfTimelineKey(firstKey)).toISOString(),
    lastActivityAt: new Date(timeOfTimelineKey(lastKey)).toISOString(),
  };
}

function isoTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
