import type { ChangeFilter } from '@daybook/timeline-contracts';
import type { LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { entryConditions } from '../mongo/entry-filter.js';
import { entryKey } from '../mongo/documents.js';
import { READ_LIMIT, Store, StoreUnavailable } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';
import { Change, CHANGE_FIELDS, type ChangeSource } from '../read-changes/change.js';

const PAGE = 100;
/** An incident's entries are few among an account's, so these are found, and then sorted by position. */
const OF_INCIDENT = { account: 1, incidentId: 1, key: 1 } as const;

/** What waits behind a delivery that failed: it is in the store, so nothing of it needs memory. */
@Injectable()
export class Backlog {
  constructor(
    private readonly progress: Progress,
    private readonly store: Store,
  ) {}

  /**
   * The next entries of an incident that pass, in position order.
   *
   * @param from may be one of them
   * @param to the last position to look at
   * @returns `end`: there are no more
   * @throws StoreUnavailable also while not all of it is visible: a store that has lost something, or another generation of
   *   it, must not pass for the end
   */
  async next(
    { account, filter }: { readonly account: string; readonly filter: ChangeFilter },
    incidentId: string,
    from: LogPosition,
    to: number,
  ): Promise<{ readonly changes: readonly Change[]; readonly end: boolean }> {
    if (!this.progress.isVisible({ ...from, position: to })) throw new StoreUnavailable('not visible now');
    const range = { account, incidentId, epoch: from.epoch, position: { $gte: from.position, $lte: to } };
    const found = await this.store.read(() =>
      this.store.entries
        .find<ChangeSource>(
          {
            ...range,
            ...entryConditions(account, { ...filter, since: undefined, until: undefined, text: undefined }),
          },
          { ...READ_LIMIT, projection: CHANGE_FIELDS },
        )
        .hint(OF_INCIDENT)
        .sort({ position: 1 })
        .limit(PAGE)
        .toArray(),
    );
    return { changes: found.map((entry) => new Change(entry, from)), end: found.length < PAGE };
  }

  /** @throws StoreUnavailable */
  async one(account: string, entryId: string, place: LogPosition): Promise<Change | undefined> {
    const found = await this.store.read(() =>
      this.store.entries.findOne<ChangeSource>(
        { _id: entryKey(account, entryId) },
        { ...READ_LIMIT, projection: CHANGE_FIELDS },
      ),
    );
    return found ? new Change(found, place) : undefined;
  }
}
