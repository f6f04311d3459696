import type { EntryFilter } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EntryDocument } from '../mongo/documents.js';
import { entryConditions, keyRange, MATCHED_FIELDS, matches } from '../mongo/entry-filter.js';
import { VIEW_FIELDS, type ViewSource } from '../mongo/entry-view.js';
import { entriesOf, KeyedLists } from '../mongo/keyed-lists.js';
import { pageInWindows, type KeyedList, type Page } from '../mongo/page-in-windows.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

/** Entries looked at: first for words that half of them have, then for those that one in twenty has. */
const LOOKS = [200, 1_000];

type LookedAt = Pick<EntryDocument, '_id' | 'key' | keyof typeof MATCHED_FIELDS>;

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
  constructor(
    private readonly store: Store,
    private readonly lists: KeyedLists,
  ) {}

  /** @throws StoreUnavailable */
  async execute(asked: SearchEntries): Promise<FoundEntries> {
    const { text = [] } = asked.filter;
    const { documents, more } = await this.store.read(() =>
      text.length > 0 && asked.order === 'desc' ? this.#withWords(asked) : this.#page(asked),
    );
    return { entries: documents, more };
  }

  async #page({ account, filter, order, limit, beyond }: SearchEntries): Promise<Page<ViewSource>> {
    const conditions = entryConditions(account, filter);
    const list: KeyedList<ViewSource> = {
      ...{ order, limit, range: keyRange(filter, order, beyond) },
      find: (range) =>
        this.store.entries
          .find<ViewSource>(
            // A word tells its account; with the account beside it, SecantusDB looks at all that the account has.
            { ...(filter.text?.length ? {} : { account }), ...conditions, ...(range && { key: range }) },
            { ...READ_LIMIT, projection: VIEW_FIELDS },
          )
          .sort({ key: order === 'asc' ? 1 : -1 }),
    };
    return Object.keys(conditions).length === 0
      ? this.lists.page(entriesOf(account), list, ({ key }) => key)
      : pageInWindows(list, undefined);
  }

  /** A frequent word is found among the newest entries; what is not is rare enough for the index of words. */
  async #withWords(asked: SearchEntries): Promise<Page<ViewSource>> {
    const { filter, limit } = asked;
    const hits: LookedAt[] = [];
    let { beyond } = asked;
    for (const most of LOOKS) {
      const looked = await this.#look({ ...asked, beyond }, most);
      hits.push(...looked.documents.filter((entry) => matches(filter, entry)));
      if (hits.length > limit || !looked.more)
        return { documents: await this.#read(hits.slice(0, limit)), more: hits.length > limit };
      beyond = looked.documents.at(-1)!.key;
    }
    const rest = await this.#page({ ...asked, limit: limit - hits.length, beyond });
    return { documents: [...(await this.#read(hits)), ...rest.documents], more: rest.more };
  }

  #look({ account, filter, beyond }: SearchEntries, most: number): Promise<Page<LookedAt>> {
    return this.lists.page<LookedAt>(
      entriesOf(account),
      {
        ...{ order: 'desc', limit: most, range: keyRange(filter, 'desc', beyond) },
        find: (range) =>
          this.store.entries
            .find<LookedAt>(
              { account, ...(range && { key: range }) },
              { ...READ_LIMIT, projection: { ...MATCHED_FIELDS, key: 1 } },
            )
            .sort({ key: -1 }),
      },
      ({ key }) => key,
    );
  }

  async #read(found: readonly LookedAt[]): Promise<ViewSource[]> {
    if (found.length === 0) return [];
    return this.store.entries
      .find<ViewSource>(
        { _id: { $in: found.map(({ _id }) => _id) } },
        { ...READ_LIMIT, projection: VIEW_FIELDS },
      )
      .sort({ key: -1 })
      .toArray();
  }
}
