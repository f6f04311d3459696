import type { Entry } from '@daybook/client';
import type { Block } from './blocks.js';

/** From which of its ends a block is read that was not counted. */
export type End = 'start' | 'end';

/** Entries in timeline order, and of an overview those hidden before each and behind the last one. */
export interface Stretch {
  readonly entries: readonly Entry[];
  readonly hidden: readonly number[];
}

/** A span of time of which nobody knows how many entries it has: until they are read they stand as one row. */
export function uncountedBlock({ since, until }: Pick<Block, 'since' | 'until'>): Block {
  return { since, until, count: 1, uncounted: true };
}

/** The end at which what is read already lies; where nothing is, the beginning. */
export function nearEnd(blocks: readonly Block[], index: number): End {
  return !blocks[index - 1]?.entries && blocks[index + 1]?.entries ? 'end' : 'start';
}

/** Both sides of an instant, of which the later one begins with it. */
export function splitAt({ since, until }: Block, instant: number): Block[] {
  if (since !== undefined && instant <= since) return [uncountedBlock({ since, until })];
  return [uncountedBlock({ since, until: instant }), uncountedBlock({ since: instant, until })];
}

/**
 * What the entries at one end of a block make of it: a block that was read, and the rest. Entries of the last
 * millisecond that was read may not be all of that, so they belong to the rest.
 *
 * @returns undefined where all happened in that: read on
 */
export function cutOff(block: Block, { entries, hidden }: Stretch, from: End): Block[] | undefined {
  const edge = instantOf(entries.at(from === 'start' ? -1 : 0)!);
  const kept = entries.filter((entry) =>
    from === 'start' ? instantOf(entry) < edge : instantOf(entry) > edge,
  );
  if (kept.length === 0) return undefined;
  const border = from === 'start' ? edge : edge + 1;
  const first = from === 'start' ? 0 : entries.length - kept.length;
  const stretch = { entries: kept, hidden: hidden.slice(first, first + kept.length + 1) };
  return from === 'start'
    ? [readBlock({ ...block, until: border }, stretch), uncountedBlock({ ...block, since: border })]
    : [uncountedBlock({ ...block, until: border }), readBlock({ ...block, since: border }, stretch)];
}

export function readBlock({ since, until }: Block, { entries, hidden }: Stretch): Block {
  return { since, until, entries, count: entries.length, ...(hidden.length > 0 && { hidden }) };
}

function instantOf({ occurredAtUtc }: Entry): number {
  return Date.parse(occurredAtUtc);
}
