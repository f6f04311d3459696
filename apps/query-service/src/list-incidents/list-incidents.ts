import type { IncidentFilter, IncidentView } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { incidentsMatching } from '../mongo/incident-filter.js';
import { incidentView } from '../mongo/incident-view.js';
import { onePage } from '../mongo/one-page.js';
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
    readonly filter: IncidentFilter,
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
  async execute({ account, filter, limit, beyond }: ListIncidents): Promise<IncidentsPage> {
    const { documents, more } = await this.store.read(() =>
      onePage(
        this.store.incidents
          .find(incidentsMatching(account, filter, beyond), READ_LIMIT)
          .sort({ lastKey: -1 }),
        limit,
      ),
    );
    return {
      incidents: documents.map((incident) => incidentView(incident)),
      lastKey: documents.at(-1)?.lastKey,
      more,
    };
  }
}
