import { durationTicks } from './duration-ticks.js';

const MINUTE = 60_000;
const YEAR = 365 * 86_400_000;

it.each([
  [0, 4, [0, 1_000]],
  [7 * MINUTE, 4, [0, 2, 4, 6, 8].map((minutes) => minutes * MINUTE)],
  [8 * MINUTE, 2, [0, 5, 10].map((minutes) => minutes * MINUTE)],
  [75 * MINUTE, 6, [0, 60, 120].map((minutes) => minutes * MINUTE)],
  [50 * MINUTE, 3, [0, 20, 40, 60].map((minutes) => minutes * MINUTE)],
  [50 * 60 * MINUTE, 4, [0, 24, 48, 72].map((hours) => hours * 60 * MINUTE)],
  [10 * YEAR, 2, [0, 5 * YEAR, 10 * YEAR]],
])('divides %i ms into %i steps that people count in', (longest, steps, ticks) => {
  expect(durationTicks(longest, steps)).toEqual(ticks);
});
