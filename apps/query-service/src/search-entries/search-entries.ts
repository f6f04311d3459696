import type { EntryFilter } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { entryConditions, keyRange } from '../mongo/entry-filter.js';
import { VIEW_FIELDS, type ViewSource } from '../mongo/entry-view.js';
import { onePage } from '../mongo/one-page.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

export interface FoundEntries {
  readonly entries: readonly ViewSource[];
  readonly more: boolean;
}

/** Entries of all incidents of an account, by (occurredAt, id). */
export class SearchEntries extends Query<FoundEntries> {
  constructor(
    readonly account: string,
    readonly filter: EntryFilter,
    readonly order: 'asc' | 'desc',
    readonly limit: number,
    readonly beyond: TimelineKey | undefined,
  ) {
    super();
  }
}

@QueryHandler(SearchEntries)
export class SearchEntriesHandler implements IQueryHandler<SearchEntries> {
  constructor(private readonly store: Store) {}

  /** Driven by the rarest word, or by time where all are common: the server's planner tries both. @throws StoreUnavailable */
  async execute({ account, filter, order, limit, beyond }: SearchEntries): Promise<FoundEntries> {
    const range = keyRange(filter, order, beyond);
    const matching = { account, ...entryConditions(account, filter), ...(range && { key: range }) };
    const { documents, more } = await this.store.read(() =>
      onePage(
        this.store.entries
          .find<ViewSource>(matching, { ...READ_LIMIT, projection: VIEW_FIELDS })
          .sort({ key: order === 'asc' ? 1 : -1 }),
        limit,
      ),
    );
    return { entries: documents, more };
  }
}
