import type { IncidentFilter, IncidentView } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IncidentDocument } from '../mongo/documents.js';
import { incidentsMatching } from '../mongo/incident-filter.js';
import { incidentView } from '../mongo/incident-view.js';
import { keyRange } from '../mongo/entry-filter.js';
import { KeyedLists } from '../mongo/keyed-lists.js';
import { pageInWindows, type KeyedList, type Page } from '../mongo/page-in-windows.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import { clocksIn } from '../time-zone.js';
import { hourOfWeekOf } from '../weeks.js';

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
    const { hourOfWeek } = filter;
    const { documents, more } = await this.store.read(() => {
      if (hourOfWeek !== undefined) return this.#ofHour(account, { ...filter, hourOfWeek }, list);
      return name === undefined
        ? pageInWindows(list, undefined)
        : this.lists.page(name, list, ({ lastKey }) => lastKey);
    });
    return {
      incidents: documents.map((incident) => incidentView(incident)),
      lastKey: documents.at(-1)?.lastKey,
      more,
    };
  }

  /** No server is asked for hours: what a zone’s clocks showed is told by the same rule as where they are counted. */
  async #ofHour(
    account: string,
    filter: IncidentFilter & { readonly hourOfWeek: string },
    { range, limit }: KeyedList<IncidentDocument>,
  ): Promise<Page<IncidentDocument>> {
    const clocks = clocksIn(filter.zone ?? 'UTC');
    const all = await this.store.incidents
      .find<Pick<IncidentDocument, '_id' | 'triggeredAt' | 'lastKey'>>(
        incidentsMatching(account, filter, range),
        { ...READ_LIMIT, projection: { triggeredAt: 1, lastKey: 1 } },
      )
      .toArray();
    const found = all
      .filter(
        ({ triggeredAt }) => triggeredAt !== null && hourOfWeekOf(clocks(triggeredAt)) === filter.hourOfWeek,
      )
      .sort((a, b) => (a.lastKey > b.lastKey ? -1 : 1));
    const documents = await this.store.incidents
      .find({ _id: { $in: found.slice(0, limit).map(({ _id }) => _id) } }, READ_LIMIT)
      .sort({ lastKey: -1 })
      .toArray();
    return { documents, more: found.length > limit };
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
