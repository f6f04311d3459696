import { durationText, offsetText } from './durations.js';

const minutes = 60_000;
const hours = 60 * minutes;
const days = 24 * hours;

describe('a duration', () => {
  it.each([
    [0, '0s'],
    [499, '0s'],
    [1_000, '1s'],
    [59_600, '1m'],
    [12 * minutes + 5_000, '12m 5s'],
    [15 * hours + 1_000, '15h'],
    [15 * hours + 31_000, '15h 1m'],
    [1 * days + 14 * minutes, '1d'],
    [3 * days + 4 * hours + 29 * minutes, '3d 4h'],
    [365 * days - 1, '1y'],
    [400 * days + 13 * hours, '1y 36d'],
    [-65_000, '-1m 5s'],
  ])('of %d ms is %s', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));

  it('tells on which side it lies', () => {
    expect([0, -400, 5_000, -5_000].map(offsetText)).toStrictEqual(['+0s', '0s', '+5s', '-5s']);
  });
});
