import { timelineKey } from '@daybook/timeline-domain';
import { keyWindows } from './time-parts.js';

const time = { since: 1_000, until: 1_095, bucketMs: 10, parts: 10, shown: {} };
const range = (from: number, to: number) => ({ $gte: timelineKey(from, ''), $lt: timelineKey(to, '') });

it('counts a short timeline at once', () => {
  expect(keyWindows({ ...time, entries: 20_000 })).toEqual([range(1_000, 1_095)]);
});

it('counts a long one in ranges of whole parts, without a gap', () => {
  expect(keyWindows({ ...time, entries: 50_000 })).toEqual([
    range(1_000, 1_030),
    range(1_030, 1_060),
    range(1_060, 1_095),
  ]);
});

it('has no more ranges than there are parts', () => {
  expect(keyWindows({ ...time, until: 1_020, parts: 2, entries: 1_000_000 })).toHaveLength(2);
});
