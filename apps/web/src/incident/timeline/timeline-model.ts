import type { Activity, ActivityQuery, Daybook, Entry, TimelineQuery } from '@daybook/client';
import { timesOf } from '../times-of.js';
import {
  blockOfInstant,
  blockOfRow,
  hiddenBefore,
  LARGE_BLOCK,
  planBlocks,
  rowOf,
  startsOf,
  withEntry,
  type Block,
} from './blocks.js';
import { cutOff, nearEnd, readBlock, splitAt, uncountedBlock, type End, type Stretch } from './uncounted.js';

export type TimelineFilter = Pick<
  ActivityQuery,
  'type' | 'agent' | 'channel' | 'text' | 'overview' | 'since' | 'until'
>;

/** A row that may not have been read yet. */
export interface Row {
  readonly entry: Entry | undefined;
  /** The entry of the row before, if that was read. */
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
  /** How many entries an overview hides before it. */
  readonly hidden: number;
}

export interface TimelineState {
  readonly blocks: readonly Block[];
  readonly starts: readonly number[];
  readonly total: number;
  /** Whether the rows are as many as there are entries; else some stand for what nobody has counted. */
  readonly counted: boolean;
  /** Why the last block could not be read. */
  readonly error: Error | undefined;
}

/** Rows that are kept in readiness on both sides of those that are seen. */
const AHEAD = 60;
/** Blocks that are read at a time: whoever scrolls far must not wait for all that was passed. */
const MOST_READ = 3;
const PARTS = 500;
const PAGE = 500;

/**
 * An incident's timeline of any length: knows how many rows there are and which entry is in each, and reads those that
 * are seen. What is recorded meanwhile takes its place. Where nobody has counted it, it is read on from where it is seen.
 */
export class TimelineModel {
  #state: TimelineState;
  readonly #listeners = new Set<() => void>();
  /** By where the block begins. */
  readonly #reading = new Map<number | undefined, Promise<void>>();
  /** The first and the last row of those that were seen last. */
  #seen: readonly [number, number] | undefined;

  constructor(
    private readonly daybook: Daybook,
    private readonly incidentId: string,
    private readonly filter: TimelineFilter,
    activity: Activity | undefined,
  ) {
    const whole = { since: undefined, until: undefined };
    this.#state = stateOf(activity ? planBlocks(activity) : [uncountedBlock(whole)]);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): TimelineState => this.#state;

  /** The same for the same row, as long as it is there. Cheap: it is asked for all rows at once. */
  key(index: number): string | number {
    return this.#entry(index)?.id ?? index;
  }

  row(index: number): Row {
    const { blocks, starts } = this.#state;
    const at = blockOfRow(starts, index);
    const block = blocks[at]!;
    const place = index - starts[at]!;
    const entry = block.entries?.[place];
    return {
      entry,
      before: this.#entry(index - 1),
      after: this.#entry(index + 1),
      hidden: hiddenBefore(blocks, at, place),
    };
  }

  /** Entries that an overview hides behind the last row. */
  hiddenAtEnd(): number {
    const { blocks } = this.#state;
    return hiddenBefore([...blocks, { since: undefined, until: undefined, count: 0 }], blocks.length, 0);
  }

  #entry(index: number): Entry | undefined {
    const { blocks, starts, total } = this.#state;
    if (index < 0 || index >= total) return undefined;
    const at = blockOfRow(starts, index);
    return blocks[at]!.entries?.[index - starts[at]!];
  }

  /**
   * Reads what of these rows, and of those around them, was not read yet; after an error nothing, before `retry`. What is
   * too much at once is read later, unless it is out of sight by then.
   */
  see(first: number, last: number): void {
    this.#seen = [first, last];
    const { starts, blocks, total, error } = this.#state;
    if (error) return;
    const to = blockOfRow(starts, Math.min(last + AHEAD, total - 1));
    for (let at = blockOfRow(starts, Math.max(first - AHEAD, 0)); at <= to; at += 1) {
      if (this.#reading.size >= MOST_READ) return;
      if (!blocks[at]!.entries) void this.#readOnce(blocks[at]!, nearEnd(blocks, at));
    }
  }

  /** Until the first row is the first entry: what was counted has it there already. */
  async toStart(): Promise<void> {
    const first = this.#state.blocks[0]!;
    if (first.uncounted) await this.#readOnce(first, 'start');
  }

  /** Until the last row is the last entry. @returns it */
  async toEnd(): Promise<number> {
    const last = this.#state.blocks.at(-1)!;
    if (last.uncounted) await this.#readOnce(last, 'end');
    return this.#state.total - 1;
  }

  /** Reads where something happened. @returns the row of the entry; undefined: it is not on this timeline, or not shown by its filter */
  async find(entry: Pick<Entry, 'timelineKey' | 'occurredAtUtc'>): Promise<number | undefined> {
    await this.#readAt(Date.parse(entry.occurredAtUtc));
    return this.rowOf(entry);
  }

  /** Reads what happened at an instant. @returns the row of that, or of what came next, or else the last one */
  async findAt(instant: number): Promise<number> {
    await this.#readAt(instant);
    const { blocks, starts, total } = this.#state;
    const at = blockOfInstant(blocks, instant);
    const { entries = [], count } = blocks[at]!;
    const place = entries.findIndex(({ occurredAtUtc }) => Date.parse(occurredAtUtc) >= instant);
    return Math.max(0, Math.min(starts[at]! + (place === -1 ? count : place), total - 1));
  }

  /** Until what happened at an instant is read, or can't be. */
  async #readAt(instant: number): Promise<void> {
    for (;;) {
      const { blocks, error } = this.#state;
      const block = blocks[blockOfInstant(blocks, instant)]!;
      if (block.entries) return;
      const under = this.#reading.get(block.since);
      if (under) await under;
      else if (block.uncounted) await this.#readAround(block, instant);
      else await this.#readOnce(block);
      if (this.#state.error !== error && this.#state.error) return;
    }
  }

  /** Reads on from an instant, and what comes before it: else its row would move as soon as it is seen. */
  async #readAround(block: Block, instant: number): Promise<void> {
    const parts = splitAt(block, instant);
    this.#replace(block, parts);
    await Promise.all(parts.map((part) => this.#readOnce(part, part.since === instant ? 'start' : 'end')));
  }

  /** The row of an entry; undefined: it was not read. */
  rowOf(entry: Pick<Entry, 'timelineKey' | 'occurredAtUtc'>): number | undefined {
    return rowOf(this.#state.blocks, this.#state.starts, entry);
  }

  /** Takes in an entry that was recorded meanwhile. */
  take(entry: Entry): void {
    const { blocks } = this.#state;
    if (Object.values(this.filter).some((value) => value !== undefined)) {
      // Whether a filter shows it, and what an overview hides, the service knows.
      void this.reread(Date.parse(entry.occurredAtUtc));
      return;
    }
    this.#change({ blocks: withEntry(blocks, entry) });
  }

  /** Reads anew what was read of an instant. */
  async reread(instant: number): Promise<void> {
    const { blocks } = this.#state;
    const block = blocks[blockOfInstant(blocks, instant)]!;
    if (!block.entries) return;
    await this.#reading.get(block.since);
    await this.#readOnce(block);
  }

  /** The entry with this id, if it was read. */
  known(id: string): Entry | undefined {
    for (const { entries } of this.#state.blocks) {
      const found = entries?.find((entry) => entry.id === id);
      if (found) return found;
    }
    return undefined;
  }

  /** Reads again what could not be read. */
  retry(): void {
    if (this.#state.error) this.#change({ error: undefined });
  }

  #readOnce(block: Block, from: End = 'start'): Promise<void> {
    const under = this.#reading.get(block.since);
    if (under) return under;
    const large = block.count > LARGE_BLOCK && !block.entries;
    const reading = (large ? this.#divide(block) : this.#read(block, from))
      .catch((error: unknown) => this.#change({ error: error as Error }))
      .finally(() => {
        this.#reading.delete(block.since);
        if (this.#seen) this.see(...this.#seen);
      });
    this.#reading.set(block.since, reading);
    return reading;
  }

  /** Reads a block as a whole; of one that was not counted, what one page holds, at one of its ends. */
  async #read(block: Block, from: End = 'start'): Promise<void> {
    const read: { entries: Entry[]; hidden: number[] } = { entries: [], hidden: [] };
    const order = from === 'start' ? 'asc' : 'desc';
    const query: TimelineQuery = { ...this.filter, ...timesOf(block), order, limit: PAGE };
    for await (const page of this.daybook.timeline(this.incidentId, query).pages()) {
      read.entries.push(...page.entries);
      if (page.hidden) read.hidden.splice(-1, 1, ...page.hidden);
      const parts = block.uncounted && page.next !== null && cutOff(block, inOrder(read, from), from);
      if (parts) return this.#replace(block, parts);
    }
    this.#replace(block, [readBlock(block, inOrder(read, from))]);
  }

  /** Many entries in a short time: counts them more finely. */
  async #divide(block: Block): Promise<void> {
    const query = { ...this.filter, ...timesOf(block), buckets: PARTS };
    const activity = await this.daybook.activity(this.incidentId, query);
    const parts = planBlocks(activity, block);
    if (parts.length === 1) await this.#read(block);
    else this.#replace(block, parts);
  }

  #replace({ since }: Block, by: Block[]): void {
    const { blocks } = this.#state;
    const at = blocks.findIndex((one) => one.since === since);
    this.#change({ blocks: blocks.toSpliced(at, 1, ...by), error: undefined });
  }

  #change(change: Partial<Pick<TimelineState, 'blocks' | 'error'>>): void {
    this.#state = { ...this.#state, ...change };
    if (change.blocks) this.#state = { ...this.#state, ...stateOf(change.blocks), error: this.#state.error };
    for (const listener of this.#listeners) listener();
  }
}

function stateOf(blocks: readonly Block[]): TimelineState {
  const starts = startsOf(blocks);
  const counted = blocks.every(({ uncounted }) => !uncounted);
  return { blocks, starts, total: starts.at(-1)!, counted, error: undefined };
}

/** In timeline order, from whichever end it was read. */
function inOrder({ entries, hidden }: Stretch, from: End): Stretch {
  return from === 'start'
    ? { entries, hidden }
    : { entries: entries.toReversed(), hidden: hidden.toReversed() };
}
