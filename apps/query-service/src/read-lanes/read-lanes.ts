import type { LanesView } from '@daybook/timeline-contracts';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Counts } from '../counts.js';
import type { EntryDocument } from '../mongo/documents.js';
import { COUNT_LIMIT, Store } from '../mongo/store.js';
import {
  countInParts,
  partOfEntry,
  timeParts,
  type PartsAsked,
  type TimeParts,
} from '../read-activity/time-parts.js';
import { foldLanes, type Counted } from './fold-lanes.js';

export interface LanesAsked extends PartsAsked {
  readonly by: LanesView['by'];
  /** The most lanes that are told one by one. */
  readonly lanes: number;
  /** Ids of the lanes that are told, in this order, instead of the busiest. */
  readonly lane: readonly string[];
}

/** `since`: UTC milliseconds. */
export type Lanes = Pick<LanesView, 'bucketMs' | 'lanes' | 'without' | 'others'> & { readonly since: number };

/** Undefined: there is no entry of this incident. */
export class ReadLanes extends Query<Lanes | undefined> {
  constructor(readonly asked: LanesAsked) {
    super();
  }
}

@QueryHandler(ReadLanes)
export class ReadLanesHandler implements IQueryHandler<ReadLanes> {
  constructor(
    private readonly store: Store,
    private readonly counts: Counts,
  ) {}

  /** Looks at every entry of the span, and answers with as many numbers as there are lanes and parts. @throws StoreUnavailable */
  execute({ asked }: ReadLanes): Promise<Lanes | undefined> {
    return this.counts.answer(['lanes', asked], async () => {
      const time = await timeParts(this.store, asked);
      if (!time) return undefined;
      const { lanes, newest, ...rest } = foldLanes(await this.#count(time, asked.by), time.parts, asked);
      const names = await this.#names(newest, asked.by);
      return {
        ...{ since: time.since, bucketMs: time.bucketMs },
        ...rest,
        lanes: lanes.map(({ id, ...counts }) => ({ id, name: names.get(id) ?? id, ...counts })),
      };
    });
  }

  #count(time: TimeParts, by: LanesAsked['by']): Promise<Counted[]> {
    return countInParts<Counted>(this.store, time, {
      _id: { lane: { $ifNull: [`$${by}`, null] }, part: partOfEntry(time) },
      count: { $sum: 1 },
      newest: { $max: '$_id' },
    });
  }

  /** Entries name an agent or channel by an id, and some by a name as well. By id, as the newest entry of each says. */
  async #names(newest: readonly string[], by: LanesAsked['by']): Promise<Map<string, string>> {
    const named = await this.store.entries
      .find({ _id: { $in: [...newest] } }, { ...COUNT_LIMIT, projection: { _id: 0, [by]: 1, body: 1 } })
      .toArray();
    return new Map(named.flatMap((entry) => nameIn(entry, by)));
  }
}

function nameIn(entry: Pick<EntryDocument, 'agent' | 'channel' | 'body'>, by: LanesAsked['by']) {
  const { name } = ((JSON.parse(entry.body) as Record<string, unknown>)[by] ?? {}) as { name?: unknown };
  return typeof name === 'string' && name !== '' ? [[entry[by]!, name] as const] : [];
}
