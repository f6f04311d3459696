import { setTimeout as sleep } from 'node:timers/promises';
import { parseLogPosition, shardOf, type LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { entryKey } from '../mongo/documents.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';

const LIMIT_MS = 5_000;
/** How often the store is asked for what another replica has applied. */
const POLL_MS = 50;
/** So that many waiting readers don't ask the store after each of many small batches. */
const PAUSE_MS = 10;

/** What a reader has written or heard of, and wants to see. */
export interface Wanted {
  readonly account: string;
  /** Given when only this incident is read: then its shard is enough. */
  readonly incidentId?: string;
  /** log:epoch:position */
  readonly after?: string | undefined;
  /** An entry's id. */
  readonly includes?: string | undefined;
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

/**
 * @param followed undefined while no log is known: it may be this one
 * @param field where the position was sent
 * @throws OtherLog also for an epoch that has ended
 */
export function refuseOther(
  { log, epoch }: LogPosition,
  followed: Pick<LogPosition, 'log' | 'epoch'> | undefined,
  field = 'after',
): void {
  if (followed && (followed.log !== log || followed.epoch > epoch))
    throw new OtherLog(followed.log, followed.epoch, field);
}

/** Read your writes: lets a reader wait for the read model to come as far as a receipt says. */
@Injectable()
export class WaitUntilVisible {
  constructor(
    private readonly progress: Progress,
    private readonly store: Store,
  ) {}

  /**
   * @throws NotVisibleYet after 5 s, also for a position of a later epoch: it may be the next one
   * @throws OtherLog
   * @throws StoreUnavailable
   */
  async wait({ account, incidentId, after, includes }: Wanted, limitMs = LIMIT_MS): Promise<void> {
    const deadline = Date.now() + limitMs;
    if (after !== undefined) {
      const shard = incidentId === undefined ? undefined : shardOf(account, incidentId);
      const position = parseLogPosition(after);
      refuseOther(position, this.progress.followed);
      await this.#until(() => this.#hasReached(position, shard), deadline);
    }
    if (includes !== undefined) {
      const _id = entryKey(account, includes.toLowerCase());
      await this.#until(() => this.#isIncluded(_id), deadline);
    }
  }

  /** An entry is in the store before what it changes: the incident's summary, the entry that it is about. */
  async #isIncluded(_id: string): Promise<boolean> {
    const place = { log: 1, epoch: 1, position: 1, shard: 1 } as const;
    const entry = await this.store.entries.findOne({ _id }, { ...READ_LIMIT, projection: place });
    if (!entry) return false;
    return entry.epoch < this.progress.watermark.epoch || this.#hasReached(entry, entry.shard);
  }

  async #hasReached(position: LogPosition, shard: number | undefined): Promise<boolean> {
    if (this.progress.isVisible(position, shard)) return true;
    await this.progress.refresh();
    return this.progress.isVisible(position, shard);
  }

  async #until(isThere: () => Promise<boolean>, deadline: number): Promise<void> {
    for (;;) {
      // Taken before asking, so that no change in between is missed.
      const change = this.progress.changed();
      if (await this.store.read(isThere)) return;
      const left = deadline - Date.now();
      if (left <= 0) throw new NotVisibleYet('it is not visible yet: try again');
      await Promise.race([change, sleep(Math.min(left, POLL_MS))]);
      await sleep(Math.min(left, PAUSE_MS));
    }
  }
}
