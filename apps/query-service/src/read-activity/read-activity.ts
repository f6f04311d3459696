import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Counts } from '../counts.js';
import { Store } from '../mongo/store.js';
import { countInParts, partOfEntry, timeParts, type PartsAsked } from './time-parts.js';

/** Times are UTC milliseconds. */
export interface Activity {
  readonly since: number;
  readonly bucketMs: number;
  readonly counts: readonly number[];
}

/** Undefined: there is no entry of this incident. */
export class ReadActivity extends Query<Activity | undefined> {
  constructor(readonly asked: PartsAsked) {
    super();
  }
}

@QueryHandler(ReadActivity)
export class ReadActivityHandler implements IQueryHandler<ReadActivity> {
  constructor(
    private readonly store: Store,
    private readonly counts: Counts,
  ) {}

  /** Without a filter keys of one index are counted, and no document is read. @throws StoreUnavailable */
  execute({ asked }: ReadActivity): Promise<Activity | undefined> {
    return this.counts.answer(['activity', asked], async () => {
      const time = await timeParts(this.store, asked);
      if (!time) return undefined;
      const { since, bucketMs, parts } = time;
      const counted = await countInParts<{ _id: number; count: number }>(this.store, time, {
        _id: partOfEntry(time),
        count: { $sum: 1 },
      });
      const counts = new Array<number>(parts).fill(0);
      for (const { _id, count } of counted) counts[_id] = count;
      return { since, bucketMs, counts };
    });
  }
}
