import type { ChangeFilter } from '@daybook/timeline-contracts';
import type { LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import type { Filter } from 'mongodb';
import { entryKey, type EntryDocument } from '../mongo/documents.js';
import { anyOf, entryConditions } from '../mongo/entry-filter.js';
import { INCIDENT_INDEX, MOVED_INDEX } from '../mongo/indexes.js';
import { READ_LIMIT, Store, StoreUnavailable } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';
import { Change, CHANGE_FIELDS, type ChangeSource } from '../read-changes/change.js';

const PAGE = 100;

/** What waits behind a delivery that failed: it is in the store, so nothing of it needs memory. */
@Injectable()
export class Backlog {
  constructor(
    private readonly progress: Progress,
    private readonly store: Store,
  ) {}

  /**
   * The next entries that were recorded on an incident and pass, in position order. An incident's entries are few among
   * an account's, so these are found, and then sorted by position.
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
    const { incident, ...others } = filter;
    const conditions: Filter<EntryDocument> = {
      ...{ account, epoch: from.epoch, position: { $gte: from.position, $lte: to } },
      ...entryConditions(account, { ...others, since: undefined, until: undefined, text: undefined }),
    };
    const stayed = () =>
      this.#find({ ...conditions, incidentId, movedFrom: { $exists: false } }, INCIDENT_INDEX);
    const moved = () =>
      this.#find({ ...conditions, ...anyOf('incidentId', incident), movedFrom: incidentId }, MOVED_INDEX);
    const isWanted = incident.length === 0 || incident.includes(incidentId);
    const found = new Map<number, ChangeSource>();
    // Moved ones twice, around the others: so what is moved or brought back meanwhile is seen by one of them.
    for (const find of isWanted ? [moved, stayed, moved] : [moved]) {
      for (const entry of await this.store.read(find)) found.set(entry.position, entry);
    }
    const inOrder = [...found.values()].sort((a, b) => a.position - b.position).slice(0, PAGE);
    return { changes: inOrder.map((entry) => new Change(entry, from)), end: inOrder.length < PAGE };
  }

  /** The first page of those, in position order. */
  #find(which: Filter<EntryDocument>, hint: Record<string, 1>): Promise<ChangeSource[]> {
    return this.store.entries
      .find<ChangeSource>(which, { ...READ_LIMIT, projection: CHANGE_FIELDS })
      .hint(hint)
      .sort({ position: 1 })
      .limit(PAGE)
      .toArray();
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
