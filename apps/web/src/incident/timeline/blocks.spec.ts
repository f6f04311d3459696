import type { Entry } from '@daybook/client';
import {
  blockOfInstant,
  blockOfRow,
  hiddenBefore,
  planBlocks,
  rowOf,
  startsOf,
  withEntry,
  type Block,
} from './blocks.js';

const HOUR = 3_600_000;
const BEGIN = Date.UTC(2026, 2, 1);

function entry(hours: number, id = 'a'): Entry {
  const at = BEGIN + hours * HOUR;
  return { id, occurredAtUtc: new Date(at).toISOString(), timelineKey: `${at}.${id}` } as Entry;
}

const activity = (counts: number[]) => ({ since: new Date(BEGIN).toISOString(), bucketMs: HOUR, counts });
const counts = (blocks: readonly Block[]) => blocks.map(({ count }) => count);

describe('planBlocks', () => {
  it('puts parts together as long as they are worth one request, without a gap', () => {
    const blocks = planBlocks(activity([150, 40, 0, 30, 5_000, 1]));
    expect(blocks).toEqual([
      { since: undefined, until: BEGIN + 3 * HOUR, count: 190 },
      { since: BEGIN + 3 * HOUR, until: BEGIN + 4 * HOUR, count: 30 },
      { since: BEGIN + 4 * HOUR, until: BEGIN + 5 * HOUR, count: 5_000 },
      { since: BEGIN + 5 * HOUR, until: undefined, count: 1 },
    ]);
  });

  it('keeps to the span of the block that it divides', () => {
    const span = { since: BEGIN, until: BEGIN + 2 * HOUR };
    const blocks = planBlocks(activity([900, 900]), span);
    expect(blocks.map(({ since, until }) => [since, until])).toEqual([
      [BEGIN, BEGIN + HOUR],
      [BEGIN + HOUR, BEGIN + 2 * HOUR],
    ]);
  });

  it('has one block where nothing is', () => {
    expect(planBlocks(activity([0]))).toEqual([{ since: undefined, until: undefined, count: 0 }]);
  });
});

it('finds the block of a row and of an instant', () => {
  const blocks = planBlocks(activity([150, 100, 0, 120]));
  const starts = startsOf(blocks);
  expect(starts).toEqual([0, 150, 250, 370]);
  expect([0, 149, 150, 249, 250, 369].map((row) => blockOfRow(starts, row))).toEqual([0, 0, 1, 1, 2, 2]);
  expect([-5, 0.5, 1, 2.5, 3, 99].map((hours) => blockOfInstant(blocks, BEGIN + hours * HOUR))).toEqual([
    0, 0, 1, 1, 2, 2,
  ]);
});

describe('an entry that comes', () => {
  const planned = planBlocks(activity([150, 100]));
  const read: Block[] = [
    planned[0]!,
    { ...planned[1]!, entries: [entry(1, 'a'), entry(1.5, 'b')], count: 2 },
  ];

  it('takes its place in what was read', () => {
    const blocks = withEntry(read, entry(1.2, 'c'));
    expect(blocks[1]!.entries!.map(({ id }) => id)).toEqual(['a', 'c', 'b']);
    expect(counts(blocks)).toEqual([150, 3]);
    expect(rowOf(blocks, startsOf(blocks), entry(1.5, 'b'))).toBe(152);
  });

  it('is counted where nothing was read', () => {
    expect(counts(withEntry(read, entry(0.5, 'c')))).toEqual([151, 2]);
    expect(rowOf(read, startsOf(read), entry(0.5, 'c'))).toBeUndefined();
  });

  it('is there once, however often it comes', () => {
    expect(counts(withEntry(withEntry(read, entry(9, 'c')), entry(9, 'c')))).toEqual([150, 3]);
  });
});

it('adds up what an overview hides between blocks', () => {
  const blocks: Block[] = [
    { since: undefined, until: 1, count: 1, entries: [entry(0)], hidden: [4, 2] },
    { since: 1, until: 2, count: 0, entries: [], hidden: [7] },
    { since: 2, until: undefined, count: 1, entries: [entry(3)], hidden: [1, 0] },
  ];
  expect(hiddenBefore(blocks, 0, 0)).toBe(4);
  expect(hiddenBefore(blocks, 2, 0)).toBe(2 + 7 + 1);
});
