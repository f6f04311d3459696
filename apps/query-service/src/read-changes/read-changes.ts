import type { ChangeFilter } from '@daybook/timeline-contracts';
import { parseLogPosition, type LogPosition } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../mongo/store.js';
import { NOTHING_KNOWN, Progress } from '../project-entries/progress.js';
import { refuseOther } from '../wait-until-visible/wait-until-visible.js';
import { Changes, type ChangesPage } from './changes.js';
import { LiveTail } from './live-tail.js';

/** A filter that matches little is answered so late, though there is more to look at. */
const LOOK_MS = 1_000;
const MAX_BYTES = 8 * 1024 * 1024;

export interface ChangesAsked {
  readonly account: string;
  readonly filter: ChangeFilter;
  /** `log:epoch:position`, or `0` for the start. */
  readonly after: string;
  readonly limit: number;
  readonly waitMs: number;
}

export class ReadChanges extends Query<ChangesPage & { readonly watermark: LogPosition }> {
  constructor(readonly asked: ChangesAsked) {
    super();
  }
}

/** @param after `log:epoch:position`, or `0` for the start of whatever log is followed */
export function placeOf(after: string, field?: string): LogPosition {
  return after === '0' ? NOTHING_KNOWN : parseLogPosition(after, field);
}

@QueryHandler(ReadChanges)
export class ReadChangesHandler implements IQueryHandler<ReadChanges> {
  constructor(
    private readonly changes: Changes,
    private readonly tail: LiveTail,
    private readonly progress: Progress,
    private readonly store: Store,
  ) {}

  /**
   * @throws OtherLog
   * @throws StoreUnavailable
   */
  async execute({ asked }: ReadChanges): Promise<ChangesPage & { readonly watermark: LogPosition }> {
    const { account, filter, after, limit, waitMs } = asked;
    const asking = performance.now();
    const wish = { account, filter, limit, maxBytes: MAX_BYTES };
    for (let place = placeOf(after); ;) {
      // Another replica may be further.
      if (!this.changes.isBehind(this.changes.settled(place)))
        await this.store.read(() => this.progress.refresh());
      place = this.changes.settled(place);
      refuseOther(place, this.progress.followed);
      const watermark = this.progress.watermark;
      const page = await this.changes.read(wish, place);
      const spent = performance.now() - asking;
      const enough = page.changes.length > 0 || this.tail.closed;
      if (enough || spent >= (page.more ? LOOK_MS : waitMs))
        // What is in memory ends where the tail has read to: who waits is told by it, who leaves must ask again.
        return { ...page, watermark, more: page.more || this.changes.isBehind(page.next, watermark) };
      place = page.next;
      if (!page.more) await this.tail.next(account, waitMs - spent);
    }
  }
}
