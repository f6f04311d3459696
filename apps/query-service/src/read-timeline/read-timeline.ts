import type { TimelineKey } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { entryView, VIEW_FIELDS } from '../mongo/entry-view.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

export interface TimelinePage {
  /** Entry views as JSON text. */
  readonly entries: readonly string[];
  readonly firstKey: TimelineKey | undefined;
  readonly lastKey: TimelineKey | undefined;
  /** Whether the page was cut short by its limit. */
  readonly more: boolean;
}

/** Undefined: there is no entry of this incident. */
export class ReadTimeline extends Query<TimelinePage | undefined> {
  /** @param beyond the key behind which the page starts, in this order */
  constructor(
    readonly account: string,
    readonly incidentId: string,
    readonly order: 'asc' | 'desc',
    readonly limit: number,
    readonly beyond: TimelineKey | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadTimeline)
export class ReadTimelineHandler implements IQueryHandler<ReadTimeline> {
  constructor(private readonly store: Store) {}

  /** One range on one index, whatever the depth. @throws StoreUnavailable */
  execute({ account, incidentId, order, limit, beyond }: ReadTimeline): Promise<TimelinePage | undefined> {
    return this.store.read(async () => {
      const place = beyond === undefined ? {} : { key: order === 'asc' ? { $gt: beyond } : { $lt: beyond } };
      const found = await this.store.entries
        .find({ account, incidentId, ...place }, { ...READ_LIMIT, projection: VIEW_FIELDS })
        .sort({ key: order === 'asc' ? 1 : -1 })
        .limit(limit + 1)
        // All in one answer of the server.
        .batchSize(limit + 1)
        .toArray();
      if (found.length === 0 && !(await this.#exists(account, incidentId))) return undefined;
      const page = found.slice(0, limit);
      return {
        entries: page.map(entryView),
        firstKey: page[0]?.key,
        lastKey: page.at(-1)?.key,
        more: found.length > limit,
      };
    });
  }

  async #exists(account: string, incidentId: string): Promise<boolean> {
    return (
      (await this.store.entries.countDocuments({ account, incidentId }, { ...READ_LIMIT, limit: 1 })) > 0
    );
  }
}
