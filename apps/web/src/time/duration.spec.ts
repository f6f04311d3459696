import { durationText } from './duration.js';

it.each([
  [0, '0 s'],
  [120, '120 ms'],
  [45_900, '45 s'],
  [60_000, '1 min'],
  [3 * 3_600_000 + 20 * 60_000 + 59_000, '3 h 20 min'],
  [2 * 86_400_000 + 3_600_000, '2 d 1 h'],
  [400 * 86_400_000, '1 y 35 d'],
])('tells %d ms as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
