import type { Activity, Entry } from '@daybook/client';

/** A part of a timeline that is read as a whole. Blocks follow each other without a gap, from before the first entry to behind the last. */
export interface Block {
  /** UTC milliseconds from which on its entries happened; undefined: from the beginning. */
  readonly since: number | undefined;
  /** Before which they happened; undefined: up to the end, whatever is still to come. */
  readonly until: number | undefined;
  /** How many entries are in it: as it was counted, or, once it is read, as they are. */
  readonly count: number;
  /** Nobody knows how many: `count` is the one row that stands for them. */
  readonly uncounted?: true;
  /** In timeline order; undefined: not read yet. */
  readonly entries?: readonly Entry[];
  /** Of an overview: entries hidden before each entry, and behind the last one. */
  readonly hidden?: readonly number[];
}

/** Entries that are worth a request. */
const BLOCK = 200;
/** Of a block that is larger than this the parts are counted before it is read. */
export const LARGE_BLOCK = 1_000;

/**
 * Divides a span of time into blocks by how many entries fall into each part of it, so that the row of every entry is
 * known before any is read.
 */
export function planBlocks(
  { since, bucketMs, counts }: Pick<Activity, 'since' | 'bucketMs' | 'counts'>,
  span: Pick<Block, 'since' | 'until'> = { since: undefined, until: undefined },
): Block[] {
  const begin = Date.parse(since);
  const blocks: { since: number | undefined; until: number | undefined; count: number }[] = [];
  let open = { ...span, count: 0 };
  counts.forEach((count, index) => {
    if (open.count > 0 && open.count + count > BLOCK) {
      const edge = begin + index * bucketMs;
      blocks.push({ ...open, until: edge });
      open = { since: edge, until: span.until, count: 0 };
    }
    open.count += count;
  });
  return [...blocks, open];
}

/** Rows before each block, and, last, all of them. */
export function startsOf(blocks: readonly Block[]): number[] {
  const starts = [0];
  for (const { count } of blocks) starts.push(starts.at(-1)! + count);
  return starts;
}

/** The block that a row is in: that whose start is the last at or before it. */
export function blockOfRow(starts: readonly number[], row: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The block in which something happened. */
export function blockOfInstant(blocks: readonly Block[], instant: number): number {
  const behind = blocks.findIndex(({ until }) => until !== undefined && instant < until);
  return behind === -1 ? blocks.length - 1 : behind;
}

/** Where an entry stands or would stand among entries in timeline order. */
export function placeOf(entries: readonly Entry[], timelineKey: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.timelineKey < timelineKey) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** With an entry that was recorded meanwhile; the same blocks, if it is in them already. */
export function withEntry(blocks: readonly Block[], entry: Entry): readonly Block[] {
  const index = blockOfInstant(blocks, Date.parse(entry.occurredAtUtc));
  const block = blocks[index]!;
  if (block.uncounted) return blocks;
  if (!block.entries) return blocks.with(index, { ...block, count: block.count + 1 });
  const place = placeOf(block.entries, entry.timelineKey);
  const known = block.entries[place]?.timelineKey === entry.timelineKey;
  const entries = known ? block.entries.with(place, entry) : block.entries.toSpliced(place, 0, entry);
  return blocks.with(index, { ...block, entries, count: entries.length });
}

/** The row of an entry; undefined: it is in no block that was read. */
export function rowOf(
  blocks: readonly Block[],
  starts: readonly number[],
  { timelineKey, occurredAtUtc }: Pick<Entry, 'timelineKey' | 'occurredAtUtc'>,
): number | undefined {
  const index = blockOfInstant(blocks, Date.parse(occurredAtUtc));
  const { entries } = blocks[index]!;
  const place = entries ? placeOf(entries, timelineKey) : -1;
  return entries?.[place]?.timelineKey === timelineKey ? starts[index]! + place : undefined;
}

/** Of an overview: how many entries it hides before a row. */
export function hiddenBefore(blocks: readonly Block[], index: number, place: number): number {
  const here = blocks[index]?.hidden?.[place] ?? 0;
  if (place > 0) return here;
  // What stands behind the last entry of the blocks before belongs before this one; blocks without any entry in between.
  let sum = here;
  for (let before = index - 1; before >= 0; before -= 1) {
    sum += blocks[before]!.hidden?.at(-1) ?? 0;
    if (blocks[before]!.count > 0) break;
  }
  return sum;
}
