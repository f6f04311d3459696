import { heatLevels, levelOf } from './heat-levels.js';

it.each([
  [0, []],
  [2, ['1-1', '2-2']],
  [5, ['1-1', '2-2', '3-3', '4-4', '5-5']],
  [12, ['1-3', '4-6', '7-9', '10-12']],
  [14, ['1-3', '4-6', '7-9', '10-12', '13-14']],
])('divides 1 to %i', (most, levels) => {
  expect(heatLevels(most).map(({ from, to }) => `${from}-${to}`)).toEqual(levels);
});

it('shows the most at its darkest, and none as nothing', () => {
  expect([0, 1, 3, 12].map((count) => levelOf(count, heatLevels(12)))).toEqual([0, 2, 2, 5]);
  expect([0, 1].map((count) => levelOf(count, heatLevels(1)))).toEqual([0, 5]);
});
