import { FIRST_MILLISECOND, LAST_MILLISECOND, timelineKey } from '@daybook/timeline-domain';
import fc from 'fast-check';
import type { KeyRange } from './entry-filter.js';
import { windows } from './page-in-windows.js';

const ID = '01890000-0000-7000-8000-00000000000';
// Close together, far apart, and at both ends of what a key can say.
const time = fc.oneof(
  fc.integer({ min: 0, max: 50 }),
  fc.integer({ min: 0, max: 100 * 365 * 86_400_000 }),
  fc.integer({ min: FIRST_MILLISECOND, max: LAST_MILLISECOND }),
);
const key = fc.tuple(time, fc.nat(9)).map(([at, n]) => timelineKey(at, `${ID}${n}`));

const isIn = (range: KeyRange | undefined, found: string): boolean =>
  (range?.$gte === undefined || found >= range.$gte) &&
  (range?.$gt === undefined || found > range.$gt) &&
  (range?.$lt === undefined || found < range.$lt);

const range = fc
  .record({ lower: fc.record({ key, exclusive: fc.boolean() }), $lt: key }, { requiredKeys: [] })
  .map(({ lower, $lt }): KeyRange => ({
    ...(lower && (lower.exclusive ? { $gt: lower.key } : { $gte: lower.key })),
    ...($lt !== undefined && { $lt }),
  }));

const guess = fc.option(
  fc.record(
    { start: time, end: time, width: fc.double({ min: 0, max: 1e12, noNaN: true }) },
    { requiredKeys: ['width'] },
  ),
  { nil: undefined },
);

it.each(['asc', 'desc'] as const)(
  'hold each document of a range once, nearest first, wherever they are guessed to be: %s',
  (order) => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 40 }), range, guess, (keys, wanted, guessed) => {
        const sorted = keys.toSorted();
        if (order === 'desc') sorted.reverse();
        const found = [...windows({ order, range: wanted }, guessed)].flatMap((window) =>
          sorted.filter((one) => isIn(window, one)),
        );
        expect(found).toEqual(sorted.filter((one) => isIn(wanted, one)));
      }),
      { numRuns: 2_000 },
    );
  },
);

it('are few, also where nothing is near', () => {
  const guessed = { start: Date.UTC(2026, 0, 1), width: 1_000 };
  expect([...windows({ order: 'desc', range: undefined }, guessed)].length).toBeLessThan(14);
});
