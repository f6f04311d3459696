import { changeText, percentText, shareChangeText, shareOf } from './change-text.js';

const words = { less: 'shorter', more: 'longer' };

it.each([
  [80, 100, '20 % shorter'],
  [300, 100, '200 % longer'],
  [100.2, 100, 'as before'],
  [0, 100, '100 % shorter'],
  [5, 0, undefined],
  [null, 100, undefined],
  [5, null, undefined],
])('compares %s with %s', (now, before, text) => {
  expect(changeText(now, before, words)).toBe(text);
});

it.each([
  [0.97, 0.94, '3 points more'],
  [0.5, 0.51, '1 point less'],
  [0.501, 0.499, 'as before'],
  [null, 0.5, undefined],
])('compares the share %s with %s', (now, before, text) => {
  expect(shareChangeText(now, before)).toBe(text);
});

it('has no share of nothing', () => {
  expect([shareOf(3, 4), shareOf(0, 0)].map(percentText)).toEqual(['75 %', '–']);
});
