import { timeOfTimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { incidentKey, type EntryDocument } from '../mongo/documents.js';
import { eitherOf, entryConditions, keyRange, oneOf, type KeyRange } from '../mongo/entry-filter.js';
import { VIEW_FIELDS, type ViewSource } from '../mongo/entry-view.js';
import { entriesOf, KeyedLists, type Extent } from '../mongo/keyed-lists.js';
import { pageInWindows, type KeyedList } from '../mongo/page-in-windows.js';
import { READ_LIMIT, Store, StoreUnavailable } from '../mongo/store.js';
import { hiddenBetween } from './hidden-between.js';
import { KeptPages, type Found, type Summarized } from './kept-pages.js';
import type { TimelineAsked, TimelinePage } from './timeline-page.js';

/** Undefined: there is no entry of this incident. */
export class ReadTimeline extends Query<TimelinePage | undefined> {
  constructor(readonly asked: TimelineAsked) {
    super();
  }
}

@QueryHandler(ReadTimeline)
export class ReadTimelineHandler implements IQueryHandler<ReadTimeline> {
  constructor(
    private readonly store: Store,
    private readonly lists: KeyedLists,
    private readonly kept: KeptPages,
  ) {}

  /** @throws StoreUnavailable */
  execute({ asked }: ReadTimeline): Promise<TimelinePage | undefined> {
    // Known to be away: the log answers sooner than a deadline ends.
    if (!this.store.reachable) return Promise.reject(new StoreUnavailable('the read model’s store is away'));
    return this.store.read(() => this.kept.page(asked, (found) => this.#read(asked, found)));
  }

  /** Without a filter one range on one index for each incident that it is made of, whatever the depth. */
  async #read(asked: TimelineAsked, { merged, incident }: Found): Promise<TimelinePage | undefined> {
    const { account, incidentId, filter, overview, order, limit, beyond } = asked;
    const together = [incidentId, ...merged];
    const conditions = entryConditions(account, filter);
    const filtered = Object.keys(conditions).length > 0;
    const within = (range: KeyRange | undefined): Filter<EntryDocument> =>
      eitherOf(
        together.map((one) => ({ account, incidentId: one, ...(range && { key: range }), ...conditions })),
      );
    const shownWithin = (range: KeyRange | undefined): Filter<EntryDocument> => ({
      ...(filtered && within(range)),
      overviewIn: oneOf(together.map((one) => incidentKey(account, one))),
      ...(range && { key: range }),
    });
    const list: KeyedList<ViewSource> = {
      ...{ order, limit, range: keyRange(filter, order, beyond) },
      find: (range) =>
        this.store.entries
          .find<ViewSource>((overview ? shownWithin : within)(range), {
            ...READ_LIMIT,
            projection: VIEW_FIELDS,
          })
          .sort({ key: order === 'asc' ? 1 : -1 }),
    };
    // With other conditions SecantusDB looks at the whole incident for each window, and a short one is read at once.
    const asOne = filtered || overview || !incident || incident.entryCount <= 2 * limit;
    const { documents: entries, more } = asOne
      ? await pageInWindows(list)
      : await this.lists.page(entriesOf(account, incidentId), list, ({ key }) => key, extentOf(incident));
    if (entries.length === 0 && !incident && !(await this.#exists(account, together))) return undefined;
    if (!overview) return { entries, more };
    return { entries, more, hidden: await hiddenBetween(this.store.entries, within, list, entries, more) };
  }

  async #exists(account: string, together: readonly string[]): Promise<boolean> {
    const any = { account, incidentId: oneOf(together) };
    return (await this.store.entries.countDocuments(any, { ...READ_LIMIT, limit: 1 })) > 0;
  }
}

function extentOf({ firstKey, lastKey, entryCount }: Summarized): Extent {
  return { first: timeOfTimelineKey(firstKey), last: timeOfTimelineKey(lastKey), count: entryCount };
}
