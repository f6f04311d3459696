import type { EntryFilter } from '@daybook/timeline-contracts';
import { timeOfTimelineKey, type TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import { entryConditions, keyRange, oneOf, type KeyRange } from '../mongo/entry-filter.js';
import { VIEW_FIELDS, type ViewSource } from '../mongo/entry-view.js';
import { mergedIncidents } from '../mongo/merged-incidents.js';
import { pageInWindows, type Guess } from '../mongo/page-in-windows.js';
import { READ_LIMIT, Store, StoreUnavailable } from '../mongo/store.js';
import { hiddenBetween } from './hidden-between.js';

export interface TimelineAsked {
  readonly account: string;
  readonly incidentId: string;
  readonly filter: EntryFilter;
  /** Only the entries that tell the story. */
  readonly overview: boolean;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** The key behind which the page starts, in this order. */
  readonly beyond: TimelineKey | undefined;
}

export interface TimelinePage {
  readonly entries: readonly ViewSource[];
  /** Whether the page was cut short by its limit. */
  readonly more: boolean;
  /** Of an overview: entries hidden before each entry, and behind the last one. */
  readonly hidden?: readonly number[];
}

/** Undefined: there is no entry of this incident. */
export class ReadTimeline extends Query<TimelinePage | undefined> {
  constructor(readonly asked: TimelineAsked) {
    super();
  }
}

@QueryHandler(ReadTimeline)
export class ReadTimelineHandler implements IQueryHandler<ReadTimeline> {
  constructor(private readonly store: Store) {}

  /**
   * Without a filter one range on one index for each incident that it is made of, whatever the depth.
   *
   * @throws StoreUnavailable
   */
  execute({ asked }: ReadTimeline): Promise<TimelinePage | undefined> {
    const { account, incidentId, filter, overview, order, limit, beyond } = asked;
    // Known to be away: the log answers sooner than a deadline ends.
    if (!this.store.reachable) return Promise.reject(new StoreUnavailable('the read model’s store is away'));
    return this.store.read(async () => {
      const { incidents } = this.store;
      const [merged, extent] = await Promise.all([
        mergedIncidents(incidents, account, incidentId),
        incidents.findOne<Extent>(
          { _id: incidentKey(account, incidentId) },
          { ...READ_LIMIT, projection: EXTENT_FIELDS },
        ),
      ]);
      const together = [incidentId, ...merged];
      const overviews = oneOf(together.map((one) => incidentKey(account, one)));
      const conditions = entryConditions(account, filter);
      const filtered = Object.keys(conditions).length > 0;
      const within = (range: KeyRange | undefined): Filter<EntryDocument> =>
        anyOf(
          together.map((one) => ({ account, incidentId: one, ...(range && { key: range }), ...conditions })),
        );
      const shownWithin = (range: KeyRange | undefined): Filter<EntryDocument> => ({
        ...(filtered && within(range)),
        ...{ overviewIn: overviews, ...(range && { key: range }) },
      });
      const range = keyRange(filter, order, beyond);
      const { documents: entries, more } = await pageInWindows(
        {
          ...{ order, limit, range },
          find: (window) =>
            this.store.entries
              .find<ViewSource>((overview ? shownWithin : within)(window), {
                ...READ_LIMIT,
                projection: VIEW_FIELDS,
              })
              .sort({ key: order === 'asc' ? 1 : -1 }),
        },
        // With other conditions SecantusDB looks at the whole incident for each window.
        overview || filtered || !extent ? undefined : guessOf(extent, order, limit),
      );
      if (entries.length === 0 && !extent && !(await this.#exists(account, together))) return undefined;
      if (!overview) return { entries, more };
      const matching = within(range);
      const keys = entries.map(({ key }) => key);
      return { entries, more, hidden: await hiddenBetween(this.store.entries, matching, keys, order, more) };
    });
  }

  async #exists(account: string, together: readonly string[]): Promise<boolean> {
    const any = { account, incidentId: oneOf(together) };
    return (await this.store.entries.countDocuments(any, { ...READ_LIMIT, limit: 1 })) > 0;
  }
}

type Extent = Pick<IncidentDocument, 'firstKey' | 'lastKey' | 'entryCount'>;
const EXTENT_FIELDS = { _id: 0, firstKey: 1, lastKey: 1, entryCount: 1 } as const;

/** Undefined: it is short enough to be looked at as a whole. */
function guessOf(
  { firstKey, lastKey, entryCount }: Extent,
  order: 'asc' | 'desc',
  limit: number,
): Guess | undefined {
  if (entryCount <= 2 * limit) return undefined;
  const [first, last] = [timeOfTimelineKey(firstKey), timeOfTimelineKey(lastKey)];
  const width = (1.5 * limit * (last - first)) / entryCount;
  return order === 'asc' ? { start: first, end: last, width } : { start: last, end: first, width };
}

function anyOf(branches: readonly Filter<EntryDocument>[]): Filter<EntryDocument> {
  return branches.length === 1 ? branches[0]! : { $or: [...branches] };
}
