import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Sort as MongoSort } from 'mongodb';
import type { IncidentDocument } from '../mongo/documents.js';
import { anyOf } from '../mongo/entry-filter.js';
import { KeyedLists } from '../mongo/keyed-lists.js';
import type { Page } from '../mongo/page-in-windows.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import type { PageAsked, Sort } from './parameters.js';
import { countListed, filterOf, range, readPage, type Listed } from './read-page.js';

export interface IncidentsAsked {
  readonly account: string;
  readonly statuses: readonly IncidentDocument['status'][];
  readonly services: readonly string[];
  readonly teams: readonly string[];
  readonly responders: readonly string[];
  readonly urgencies: readonly ('high' | 'low')[];
  readonly sort: Sort;
  readonly page: PageAsked;
  /** Whether to count all pages together. */
  readonly total: boolean;
}

export interface IncidentsFound extends Page<IncidentDocument> {
  readonly total: number | null;
}

export class ListAccountIncidents extends Query<IncidentsFound> {
  constructor(readonly asked: IncidentsAsked) {
    super();
  }
}

@QueryHandler(ListAccountIncidents)
export class ListAccountIncidentsHandler implements IQueryHandler<ListAccountIncidents> {
  constructor(
    private readonly store: Store,
    private readonly lists: KeyedLists,
  ) {}

  /** @throws StoreUnavailable */
  execute({ asked }: ListAccountIncidents): Promise<IncidentsFound> {
    const { sort, page } = asked;
    const filter = filterFor(asked);
    const listed: Listed<IncidentDocument> = {
      collection: this.store.incidents,
      filter,
      ...(Object.keys(filter).length === 1 && { name: `${asked.account}/incidents by creation` }),
      key: 'firstKey',
      order: sort.by === 'created_at' ? sort.order : -1,
    };
    return this.store.read(async () => {
      const [found, total] = await Promise.all([
        sort.by === 'created_at' ? readPage(listed, page, this.lists) : sorted(listed, sort, page),
        asked.total ? countListed(listed, page) : null,
      ]);
      return { ...found, total };
    });
  }
}

function filterFor({ account, statuses, services, teams, responders, urgencies }: IncidentsAsked): object {
  const [urgency, other] = urgencies;
  return {
    account,
    ...anyOf('status', statuses),
    ...anyOf('services', services),
    ...anyOf('teams', teams),
    ...anyOf('responders', responders),
    // Whatever is not low is shown as high.
    ...(urgency && !other && { urgency: urgency === 'low' ? 'low' : { $ne: 'low' } }),
  };
}

/** By a field that has no index: the server looks at all that the filter leaves, and keeps as many as the page reaches. */
async function sorted(
  listed: Listed<IncidentDocument>,
  { by, order }: Sort,
  asked: PageAsked,
): Promise<Page<IncidentDocument>> {
  const { limit, offset } = asked;
  // Of the two urgencies, high stands before low as a text.
  const field = by === 'resolved_at' ? { resolvedAt: order } : { urgency: -order };
  const found = await listed.collection
    .find(filterOf(listed, range(asked)), READ_LIMIT)
    .sort({ ...field, firstKey: -1 } as MongoSort)
    .skip(offset)
    .limit(limit + 1)
    .batchSize(limit + 1)
    .toArray();
  return { documents: found.slice(0, limit), more: found.length > limit };
}
