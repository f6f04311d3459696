import type { EntryFilter } from '@daybook/timeline-contracts';
import { timelineKey, timeOfTimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Filter } from 'mongodb';
import { incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import { entryConditions, keyRange, oneOf } from '../mongo/entry-filter.js';
import { mergedIncidents } from '../mongo/merged-incidents.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

/** Of a key, before its id: milliseconds from where all keys begin. */
const KEY_BEGIN = timelineKey(0, '');
const TIME_DIGITS = KEY_BEGIN.indexOf('.');
const EPOCH_IN_KEYS = Number(KEY_BEGIN.slice(0, TIME_DIGITS));

export interface ActivityAsked {
  readonly account: string;
  readonly incidentId: string;
  readonly filter: EntryFilter;
  readonly overview: boolean;
  /** The most parts into which the time is divided. */
  readonly buckets: number;
}

/** Times are UTC milliseconds. */
export interface Activity {
  readonly since: number;
  readonly bucketMs: number;
  readonly counts: readonly number[];
}

/** Undefined: there is no entry of this incident. */
export class ReadActivity extends Query<Activity | undefined> {
  constructor(readonly asked: ActivityAsked) {
    super();
  }
}

@QueryHandler(ReadActivity)
export class ReadActivityHandler implements IQueryHandler<ReadActivity> {
  constructor(private readonly store: Store) {}

  /** Without a filter keys of one index are counted, and no document is read. @throws StoreUnavailable */
  execute({ asked }: ReadActivity): Promise<Activity | undefined> {
    const { account, incidentId, filter, overview, buckets } = asked;
    return this.store.read(async () => {
      const merged = await mergedIncidents(this.store.incidents, account, incidentId);
      const together = [incidentId, ...merged];
      const keys = oneOf(together.map((one) => incidentKey(account, one)));
      const extent = await this.#extent(keys);
      if (!extent) return undefined;
      const since = filter.since ?? extent.first;
      const until = Math.max(filter.until ?? extent.last + 1, since + 1);
      const bucketMs = Math.ceil((until - since) / buckets);
      const counts = new Array<number>(Math.ceil((until - since) / bucketMs)).fill(0);
      const range = keyRange(filter, 'asc', undefined);
      const shown = {
        ...{ account, incidentId: oneOf(together), ...(range && { key: range }) },
        ...entryConditions(account, filter),
        ...(overview && { overviewIn: keys }),
      };
      for (const { _id, count } of await this.#count(shown, since, bucketMs)) counts[_id] = count;
      return { since, bucketMs, counts };
    });
  }

  async #extent(_id: IncidentDocument['_id'] | { $in: string[] }) {
    const extents = await this.store.incidents
      .find<Pick<IncidentDocument, 'firstKey' | 'lastKey'>>(
        { _id },
        { ...READ_LIMIT, projection: { _id: 0, firstKey: 1, lastKey: 1 } },
      )
      .toArray();
    if (extents.length === 0) return undefined;
    return {
      first: Math.min(...extents.map(({ firstKey }) => timeOfTimelineKey(firstKey))),
      last: Math.max(...extents.map(({ lastKey }) => timeOfTimelineKey(lastKey))),
    };
  }

  #count(
    shown: Filter<EntryDocument>,
    since: number,
    bucketMs: number,
  ): Promise<{ _id: number; count: number }[]> {
    const time = { $toLong: { $substrBytes: ['$key', 0, TIME_DIGITS] } };
    const bucket = { $floor: { $divide: [{ $subtract: [time, since + EPOCH_IN_KEYS] }, bucketMs] } };
    return this.store.entries
      .aggregate<{ _id: number; count: number }>(
        [{ $match: shown }, { $group: { _id: bucket, count: { $sum: 1 } } }],
        READ_LIMIT,
      )
      .toArray();
  }
}
