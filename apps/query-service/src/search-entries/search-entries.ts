import type { EntryFilter } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { AnswersUnderWay } from '../answers-under-way.js';
import type { EntryDocument } from '../mongo/documents.js';
import { entryConditions, keyRange, type KeyRange } from '../mongo/entry-filter.js';
import { VIEW_FIELDS, type ViewSource } from '../mongo/entry-view.js';
import { entriesOf, KeyedLists } from '../mongo/keyed-lists.js';
import { pageInWindows, type KeyedList, type Page } from '../mongo/page-in-windows.js';
import { READ_DEADLINE_MS, READ_LIMIT, Store } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';
import { EntrySamples } from './entry-samples.js';
import { planSearch, type ByTime } from './plan-search.js';

/** Half of what a reader waits: one more span may take as long. */
const LOOKING_MS = READ_DEADLINE_MS / 2;

export interface FoundEntries {
  /** Fewer than the limit also where there are more: as many are looked at as there is time for. */
  readonly entries: readonly ViewSource[];
  /** Beyond it there may be more; undefined: there are none. */
  readonly lookedTo: TimelineKey | undefined;
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
  readonly #underWay = new AnswersUnderWay();

  constructor(
    private readonly store: Store,
    private readonly lists: KeyedLists,
    private readonly samples: EntrySamples,
    private readonly progress: Progress,
  ) {}

  /** Those who ask the same while the same is visible share an answer. @throws StoreUnavailable */
  execute(asked: SearchEntries): Promise<FoundEntries> {
    const { account, filter } = asked;
    const filtered = Object.keys(entryConditions(account, filter)).length > 0;
    const question = JSON.stringify([this.store.generation, this.progress.marksText, asked]);
    return this.#underWay.share(question, () =>
      this.store.read(() => (filtered ? this.#search(asked) : this.#all(asked))),
    );
  }

  async #all(asked: SearchEntries): Promise<FoundEntries> {
    const { account } = asked;
    const list = this.#list(asked, (key) => ({ account, ...key }));
    return found(await this.lists.page(entriesOf(account), list, ({ key }) => key), undefined);
  }

  async #search(asked: SearchEntries): Promise<FoundEntries> {
    const { account, filter } = asked;
    const { teams, ...others } = entryConditions(account, filter);
    const byTime = this.#list(asked, (key) => ({
      // SecantusDB takes the first of these for which it has an index; and there is one for entries of one team.
      $and: [
        { account, ...(typeof teams === 'string' && { teams }), ...key },
        { $or: [{ ...others, ...(typeof teams === 'object' && { teams }) }] },
      ],
    }));
    const plan = planSearch(await this.samples.of(account), filter, byTime);
    if ('spans' in plan) return this.#lookThrough(byTime, plan);

    // A word tells its account; with the account beside it, SecantusDB looks at all that the account has.
    const words = entryConditions(account, { ...filter, text: [...plan.words] });
    return found(await pageInWindows(this.#list(asked, (key) => ({ ...words, ...key }))), undefined);
  }

  /** As many spans as there is time for; what is left is for the next page. */
  async #lookThrough(list: KeyedList<ViewSource>, { spans, end }: ByTime): Promise<FoundEntries> {
    const giveUpAt = performance.now() + LOOKING_MS;
    let lookedTo = end;
    const inTime = function* () {
      for (const [n, span] of spans.entries()) {
        // Each but the first begins where another ended.
        if (n > 0 && performance.now() > giveUpAt) {
          lookedTo = list.order === 'asc' ? span!.$gt : span!.$lt;
          return;
        }
        yield span;
      }
    };
    const page = await pageInWindows(list, inTime());
    return found(page, lookedTo);
  }

  #list(
    { filter, order, limit, beyond }: SearchEntries,
    conditions: (key: { readonly key?: KeyRange }) => Filter<EntryDocument>,
  ): KeyedList<ViewSource> {
    return {
      ...{ order, limit, range: keyRange(filter, order, beyond) },
      find: (range) =>
        this.store.entries
          .find<ViewSource>(conditions(range ? { key: range } : {}), {
            ...READ_LIMIT,
            projection: VIEW_FIELDS,
          })
          .sort({ key: order === 'asc' ? 1 : -1 }),
    };
  }
}

/** @param end where looking ended; undefined: with the list */
function found({ documents, more }: Page<ViewSource>, end: TimelineKey | undefined): FoundEntries {
  return { entries: documents, lookedTo: more ? documents.at(-1)!.key : end };
}
