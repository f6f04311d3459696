import type { IncidentFilter, IncidentView } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IncidentDocument } from '../mongo/documents.js';
import { incidentsMatching } from '../mongo/incident-filter.js';
import { incidentView } from '../mongo/incident-view.js';
import { keyRange } from '../mongo/entry-filter.js';
import { KeyedLists } from '../mongo/keyed-lists.js';
import { pageInWindows, type KeyedList } from '../mongo/page-in-windows.js';
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
  constructor(
    private readonly store: Store,
    private readonly lists: KeyedLists,
  ) {}

  /** @throws StoreUnavailable */
  async execute({ account, filter, limit, beyond }: ListIncidents): Promise<IncidentsPage> {
    const list: KeyedList<IncidentDocument> = {
      ...{ order: 'desc', limit, range: keyRange({ since: filter.since }, 'desc', beyond) },
      find: (range) =>
        this.store.incidents
          .find(incidentsMatching(account, filter, range), READ_LIMIT)
          .sort({ lastKey: -1 }),
    };
    const name = nameOf(account, filter);
    const { documents, more } = await this.store.read(() =>
      name === undefined
        ? pageInWindows(list, undefined)
        : this.lists.page(name, list, ({ lastKey }) => lastKey),
    );
    return {
      incidents: documents.map((incident) => incidentView(incident)),
      lastKey: documents.at(-1)?.lastKey,
      more,
    };
  }
}

/** Of the lists that one index holds in their order: all incidents, and those of one status. */
function nameOf(account: string, { since, status, ...others }: IncidentFilter): string | undefined {
  const filtered = Object.values(others).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined,
  );
  if (filtered || status.length > 1) return undefined;
  return [account, 'incidents', ...status, ...(since === undefined ? [] : ['since'])].join('/');
}
