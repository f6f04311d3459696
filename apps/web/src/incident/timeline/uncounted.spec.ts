import type { Entry } from '@daybook/client';
import type { Block } from './blocks.js';
import { cutOff, nearEnd, readBlock, splitAt, uncountedBlock } from './uncounted.js';

const whole = uncountedBlock({ since: undefined, until: undefined });
const entry = (at: number) => ({ id: `${at}`, occurredAtUtc: new Date(at).toISOString() }) as Entry;
const stretch = (...times: number[]) => ({ entries: times.map(entry), hidden: [] });
const told = (blocks: readonly Block[] | undefined) =>
  blocks?.map(({ since, until, count, uncounted }) => [since, until, uncounted ? '?' : count]);

describe('a page of a block that was not counted', () => {
  it('is a block of its own but for its last millisecond, which may go on', () => {
    expect(told(cutOff(whole, stretch(1, 2, 3, 3), 'start'))).toEqual([
      [undefined, 3, 2],
      [3, undefined, '?'],
    ]);
    expect(told(cutOff(uncountedBlock({ since: 0, until: 9 }), stretch(5, 5, 6, 8), 'end'))).toEqual([
      [0, 6, '?'],
      [6, 9, 2],
    ]);
  });

  it('is not enough where all happened at once', () => {
    expect(cutOff(whole, stretch(3, 3), 'start')).toBeUndefined();
    expect(cutOff(whole, stretch(3, 3), 'end')).toBeUndefined();
  });

  it('keeps what an overview hides around each of its entries', () => {
    const page = { entries: [1, 2, 3].map(entry), hidden: [4, 5, 6, 7] };
    expect(cutOff(whole, page, 'start')![0]!.hidden).toEqual([4, 5, 6]);
    expect(cutOff(whole, page, 'end')![1]!.hidden).toEqual([5, 6, 7]);
  });
});

it('is divided by an instant, unless that is its beginning', () => {
  expect(told(splitAt(whole, 5))).toEqual([
    [undefined, 5, '?'],
    [5, undefined, '?'],
  ]);
  expect(told(splitAt(uncountedBlock({ since: 5, until: 9 }), 5))).toEqual([[5, 9, '?']]);
});

it('is read on from where it was read already', () => {
  const read = readBlock(whole, stretch(1));
  expect(nearEnd([whole], 0)).toBe('start');
  expect(nearEnd([whole, read], 0)).toBe('end');
  expect(nearEnd([read, whole], 1)).toBe('start');
  expect(nearEnd([read, whole, read], 1)).toBe('start');
});
