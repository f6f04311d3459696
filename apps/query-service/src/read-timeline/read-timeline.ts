import type { EntryFilter } from '@daybook/timeline-contracts';
import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { incidentKey, type EntryDocument } from '../mongo/documents.js';
import { entryConditions, keyRange, oneOf } from '../mongo/entry-filter.js';
import { VIEW_FIELDS, type ViewSource } from '../mongo/entry-view.js';
import { mergedIncidents } from '../mongo/merged-incidents.js';
import { onePage } from '../mongo/one-page.js';
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
      const together = [incidentId, ...(await mergedIncidents(this.store.incidents, account, incidentId))];
      const overviews = oneOf(together.map((one) => incidentKey(account, one)));
      const range = keyRange(filter, order, beyond);
      const matching: Filter<EntryDocument> = {
        ...{ account, incidentId: oneOf(together) },
        ...entryConditions(account, filter),
        ...(range && { key: range }),
      };
      const shown = overview ? { ...matching, overviewIn: overviews } : matching;
      const { documents: entries, more } = await onePage(
        this.store.entries
          .find<ViewSource>(shown, { ...READ_LIMIT, projection: VIEW_FIELDS })
          .sort({ key: order === 'asc' ? 1 : -1 }),
        limit,
      );
      if (entries.length === 0 && !(await this.#exists(account, together))) return undefined;
      if (!overview) return { entries, more };
      const keys = entries.map(({ key }) => key);
      return { entries, more, hidden: await hiddenBetween(this.store.entries, matching, keys, order, more) };
    });
  }

  async #exists(account: string, together: readonly string[]): Promise<boolean> {
    const any = { account, incidentId: oneOf(together) };
    return (await this.store.entries.countDocuments(any, { ...READ_LIMIT, limit: 1 })) > 0;
  }
}
