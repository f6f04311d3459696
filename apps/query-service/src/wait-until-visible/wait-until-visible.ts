import { parseLogPosition, shardOf, type LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { entryKey, type EntryPlace } from '../mongo/documents.js';
import { EntriesByKey } from '../mongo/entries-by-key.js';
import { Store } from '../mongo/store.js';
import { BatchApplier } from '../project-entries/batch-applier.js';
import { Progress } from '../project-entries/progress.js';

const LIMIT_MS = 5_000;
/** How often the store is asked for what another replica has applied. */
const POLL_MS = 50;

/** What a reader has written or heard of, and wants to see. */
export interface Wanted {
  readonly account: string;
  /** Given when only this incident is read: then its shard is enough. */
  readonly incidentId?: string;
  /** log:epoch:position */
  readonly after?: string | undefined;
  /** An entry's id. */
  readonly includes?: string | undefined;
  /**
   * log:epoch:position up to which the first page of a list was complete: its other pages must be as well, also where
   * another replica, that is not so far, is asked for them.
   */
  readonly asOf?: string | undefined;
}

/** It did not become visible within the limit; it may a moment later. */
export class NotVisibleYet extends Error {
  override readonly name = 'NotVisibleYet';
}

/** No waiting makes it visible here: another log is followed, or a later epoch of it. */
export class OtherLog extends Error {
  override readonly name = 'OtherLog';

  constructor(
    readonly log: string,
    readonly epoch: number,
    readonly field: string,
  ) {
    super(`${field}: this read model follows the log ${log} in epoch ${epoch}`);
  }
}

/** Whether a place is of another log than is followed, or of an epoch of it that is over. Undefined: none is known yet. */
export function hasEnded(
  { log, epoch }: LogPosition,
  followed: Pick<LogPosition, 'log' | 'epoch'> | undefined,
): boolean {
  return followed !== undefined && (followed.log !== log || followed.epoch > epoch);
}

/**
 * @param followed undefined while no log is known: it may be this one
 * @param field where the position was sent
 * @throws OtherLog also for an epoch that has ended
 */
export function refuseOther(
  place: LogPosition,
  followed: Pick<LogPosition, 'log' | 'epoch'> | undefined,
  field = 'after',
): void {
  if (followed && hasEnded(place, followed)) throw new OtherLog(followed.log, followed.epoch, field);
}

/** Read your writes: lets a reader wait for the read model to come as far as a receipt says. */
@Injectable()
export class WaitUntilVisible {
  constructor(
    private readonly progress: Progress,
    private readonly store: Store,
    private readonly entries: EntriesByKey,
    private readonly applier: BatchApplier,
  ) {}

  /**
   * @throws NotVisibleYet after 5 s, also for a position of a later epoch: it may be the next one
   * @throws OtherLog
   * @throws StoreUnavailable
   */
  async wait({ account, incidentId, after, includes, asOf }: Wanted, limitMs = LIMIT_MS): Promise<void> {
    const deadline = performance.now() + limitMs;
    if (asOf !== undefined) {
      const position = parseLogPosition(asOf);
      await this.#until(() => this.#isComplete(position), undefined, deadline);
    }
    if (after !== undefined) {
      const shard = incidentId === undefined ? undefined : shardOf(account, incidentId);
      const position = parseLogPosition(after);
      refuseOther(position, this.progress.followed);
      await this.#until(() => this.progress.isVisible(position, shard), undefined, deadline);
    }
    if (includes !== undefined) {
      const key = entryKey(account, includes.toLowerCase());
      const isVisible = (place: EntryPlace | undefined): boolean =>
        place !== undefined &&
        (place.epoch < this.progress.watermark.epoch || this.progress.isVisible(place, place.shard));
      const isKnown = () => isVisible(this.applier.placeOf(key));
      // An entry is in the store before what it changes: the incident's summary, the entry that it is about.
      await this.#until(isKnown, async () => isVisible(await this.entries.find(key)), deadline);
    }
  }

  /** A list of an epoch that has ended is gone on with: no more of that comes. */
  #isComplete(position: LogPosition): boolean {
    return hasEnded(position, this.progress.followed) || this.progress.isVisible(position);
  }

  /**
   * @param isKnown asked whenever something more may have become visible here
   * @param isStored asked from time to time, since other replicas apply entries, too
   */
  async #until(
    isKnown: () => boolean,
    isStored: (() => Promise<boolean>) | undefined,
    deadline: number,
  ): Promise<void> {
    let askAt = -Infinity;
    for (;;) {
      if (isKnown()) return;
      const now = performance.now();
      // Listened for before asking, so that no change in between is missed.
      const change = this.progress.change(Math.max(0, Math.min(deadline - now, POLL_MS)));
      if (now >= askAt) {
        askAt = now + POLL_MS;
        const ask = async (): Promise<boolean> => {
          await this.progress.refresh();
          return isKnown() || (await isStored?.()) === true;
        };
        if (await this.store.read(ask)) return;
      }
      if (performance.now() >= deadline) throw new NotVisibleYet('it is not visible yet: try again');
      await change;
    }
  }
}
