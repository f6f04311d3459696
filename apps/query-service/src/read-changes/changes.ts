import type { ChangeFilter } from '@daybook/timeline-contracts';
import type { LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { changeConditions, passes } from '../mongo/entry-filter.js';
import { CHANGES_INDEX } from '../mongo/indexes.js';
import { READ_LIMIT, Store, StoreUnavailable } from '../mongo/store.js';
import { NOTHING_KNOWN, Progress } from '../project-entries/progress.js';
import { hasEnded } from '../wait-until-visible/wait-until-visible.js';
import { Change, CHANGE_FIELDS, type ChangeSource } from './change.js';
import { LiveTail } from './live-tail.js';

/** Positions looked at for a page: first as many as it may hold, then more, since those of other accounts lie between. */
const GROWTH = 8;
/** A page that matches little must not make the store look at a whole log at once. */
const MOST_LOOKED_AT = 10_000;

export interface Wish {
  readonly account: string;
  readonly filter: ChangeFilter;
  /** Most entries of a page. */
  readonly limit: number;
  /** A page ends behind the entry with which it has about so many bytes. */
  readonly maxBytes: number;
}

export interface ChangesPage {
  readonly changes: readonly Change[];
  /** Everything up to here is in this page or before it. */
  readonly next: LogPosition;
  /** Whether there may be more to read at once: not what the tail reads next, of which it tells. */
  readonly more: boolean;
}

/**
 * What was recorded behind a place, in position order and never past the watermark: so nothing can come later that
 * would stand before what was told.
 */
@Injectable()
export class Changes {
  constructor(
    private readonly progress: Progress,
    private readonly tail: LiveTail,
    private readonly store: Store,
  ) {}

  /** Who began before any log was known begins with the first entry of the log that came. */
  settled(place: LogPosition): LogPosition {
    const nothing = place.log === NOTHING_KNOWN.log && place.position === 0;
    return nothing ? { ...this.progress.watermark, position: 0 } : place;
  }

  /** Whether anything behind this place may be read now. */
  isBehind({ log, epoch, position }: LogPosition, watermark = this.progress.watermark): boolean {
    return log === watermark.log && epoch === watermark.epoch && position < watermark.position;
  }

  /** Milliseconds; see Progress. */
  get lag(): number {
    return this.progress.lag();
  }

  /** Whether a place is of a log or an epoch that is followed no more. */
  hasEnded(place: LogPosition): boolean {
    return hasEnded(place, this.progress.followed);
  }

  /** What needs no asking, for who is told by the tail what comes; undefined: `read` it. */
  next(wish: Wish, from: LogPosition): ChangesPage | undefined {
    const nothing = !this.isBehind(from) || this.tail.expects(wish.account, from);
    return nothing ? { changes: [], next: from, more: false } : this.held(wish, from);
  }

  /** What is in memory; undefined where that does not reach. */
  held(wish: Wish, from: LogPosition): ChangesPage | undefined {
    const recent = this.tail.since(wish.account, from);
    if (!recent) return undefined;
    const page = new PageUnderWay(wish);
    for (const change of recent.changes) {
      if (passes(wish.filter, change.entry) && !page.takes(change)) break;
    }
    return page.upTo(recent.to);
  }

  /** @throws StoreUnavailable */
  async read(wish: Wish, from: LogPosition): Promise<ChangesPage> {
    if (!this.isBehind(from)) return { changes: [], next: from, more: false };
    return this.held(wish, from) ?? (await this.store.read(() => this.#stored(wish, from)));
  }

  async #stored(wish: Wish, from: LogPosition): Promise<ChangesPage> {
    const { account, filter, limit } = wish;
    const watermark = this.progress.watermark;
    // The log was restored while it was waited for the store: its positions say nothing of this place.
    if (watermark.log !== from.log || watermark.epoch !== from.epoch)
      throw new StoreUnavailable('another epoch of the log is followed by now');
    const conditions = changeConditions(account, filter);
    const filtered = Object.keys(conditions).length > 0;
    const page = new PageUnderWay(wish);
    let reached = from.position;
    for (let width = limit; reached < watermark.position && width <= MOST_LOOKED_AT; width *= GROWTH) {
      const to = { ...watermark, position: Math.min(reached + width, watermark.position) };
      const range = { account, epoch: to.epoch, position: { $gt: reached, $lte: to.position } };
      const found = this.store.entries
        .find<ChangeSource>(
          { ...range, ...conditions },
          // With a filter the planner might take an index that brings no order.
          { ...READ_LIMIT, projection: CHANGE_FIELDS, ...(filtered && { hint: CHANGES_INDEX }) },
        )
        .sort({ position: 1 })
        .limit(limit)
        .batchSize(limit);
      for await (const entry of found) {
        if (!page.takes(new Change(entry, to))) return page.upTo(to, to.position < watermark.position);
      }
      reached = to.position;
    }
    return page.upTo({ ...watermark, position: reached }, reached < watermark.position);
  }
}

class PageUnderWay {
  readonly #changes: Change[] = [];
  #bytes = 0;

  constructor(private readonly wish: Wish) {}

  /** Whether it takes another one after this. */
  takes(change: Change): boolean {
    this.#changes.push(change);
    this.#bytes += change.size;
    return !this.#full;
  }

  /** @param to everything up to here was offered, unless the page was full before */
  upTo(to: LogPosition, more = false): ChangesPage {
    const last = this.#changes.at(-1);
    if (!this.#full || !last || last.position >= to.position)
      return { changes: this.#changes, next: to, more };
    return { changes: this.#changes, next: { ...to, position: last.position }, more: true };
  }

  get #full(): boolean {
    return this.#changes.length >= this.wish.limit || this.#bytes >= this.wish.maxBytes;
  }
}
