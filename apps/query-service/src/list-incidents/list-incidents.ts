import type { IncidentFilter, IncidentView } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IncidentDocument } from '../mongo/documents.js';
import { incidentsMatching } from '../mongo/incident-filter.js';
import { incidentView } from '../mongo/incident-view.js';
import { keyRange } from '../mongo/entry-filter.js';
import { KeyedLists } from '../mongo/keyed-lists.js';
import { pageInWindows, type KeyedList, type Page } from '../mongo/page-in-windows.js';
import { COUNT_DEADLINE_MS, COUNT_LIMIT, READ_LIMIT, Store } from '../mongo/store.js';
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
    const { hourOfWeek } = filter;
    const { documents, more } =
      hourOfWeek === undefined
        ? await this.store.read(() => this.#page(nameOf(account, filter), list))
        : await this.store.read(
            () => this.#ofHour(account, { ...filter, hourOfWeek }, list),
            COUNT_DEADLINE_MS,
          );
    return {
      incidents: documents.map((incident) => incidentView(incident)),
      lastKey: documents.at(-1)?.lastKey,
      more,
    };
  }

  /** @param name of a list that one index holds in its order; undefined: of no such list */
  #page<Document extends Pick<IncidentDocument, 'lastKey'>>(
    name: string | undefined,
    list: KeyedList<Document>,
  ): Promise<Page<Document>> {
    return name === undefined ? pageInWindows(list) : this.lists.page(name, list, ({ lastKey }) => lastKey);
  }

  /**
   * No server is asked for hours: what a zone’s clocks showed is told by the same rule as where they are counted.
   * Where there are few, all incidents are looked at.
   */
  async #ofHour(
    account: string,
    filter: IncidentFilter & { readonly hourOfWeek: string },
    list: KeyedList<IncidentDocument>,
  ): Promise<Page<IncidentDocument>> {
    const clocks = clocksIn(filter.zone ?? 'UTC');
    const { documents: places, more } = await this.#page(nameOf(account, filter), {
      ...list,
      find: (range) =>
        this.store.incidents
          .find<Pick<IncidentDocument, '_id' | 'triggeredAt' | 'lastKey'>>(
            incidentsMatching(account, filter, range),
            { ...COUNT_LIMIT, projection: { triggeredAt: 1, lastKey: 1 } },
          )
          .sort({ lastKey: -1 }),
      keeps: ({ triggeredAt }) =>
        triggeredAt !== null && hourOfWeekOf(clocks(triggeredAt)) === filter.hourOfWeek,
    });
    const documents = await this.store.incidents
      .find({ _id: { $in: places.map(({ _id }) => _id) } }, READ_LIMIT)
      .sort({ lastKey: -1 })
      .toArray();
    return { documents, more };
  }
}

/** Of the lists that one index holds in their order: all incidents, those of one status, and of these those of an hour. */
function nameOf(
  account: string,
  { since, status, hourOfWeek, zone, ...others }: IncidentFilter,
): string | undefined {
  const filtered = Object.values(others).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined,
  );
  if (filtered || status.length > 1) return undefined;
  const hour = hourOfWeek === undefined ? [] : [hourOfWeek, zone ?? 'UTC'];
  return [account, 'incidents', ...status, ...(since === undefined ? [] : ['since']), ...hour].join('/');
}
