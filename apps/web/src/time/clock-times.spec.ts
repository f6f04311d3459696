import { clockTimes, isZone } from './clock-times.js';

const NEAR_MIDNIGHT = Date.parse('2017-01-31T23:30:05Z');

it('tells an instant in a time zone', () => {
  const amsterdam = clockTimes('Europe/Amsterdam');
  expect(amsterdam.time(NEAR_MIDNIGHT)).toBe('00:30:05');
  expect(amsterdam.day(NEAR_MIDNIGHT)).toMatch(/^Wednesday,? 1 February 2017$/);
  expect(amsterdam.dayKey(NEAR_MIDNIGHT)).toBe('2017-02-01');
  expect(amsterdam.full(NEAR_MIDNIGHT)).toBe('1 Feb 2017, 00:30:05 CET');
  expect(clockTimes('UTC').short(NEAR_MIDNIGHT)).toBe('31 Jan 2017, 23:30');
});

it('tells a span with one date, unless it ends on another day', () => {
  const { span } = clockTimes('UTC');
  expect(span(NEAR_MIDNIGHT - 3_600_000, NEAR_MIDNIGHT)).toBe('31 Jan 2017, 22:30 – 23:30');
  expect(span(NEAR_MIDNIGHT, NEAR_MIDNIGHT + 1_000)).toBe('31 Jan 2017, 23:30');
  expect(span(NEAR_MIDNIGHT, NEAR_MIDNIGHT + 3_600_000)).toBe('31 Jan 2017, 23:30 – 1 Feb 2017, 00:30');
});

it('knows what is no time zone', () => {
  expect(['UTC', 'Asia/Kathmandu', 'Mars/Phobos', ''].map(isZone)).toEqual([true, true, false, false]);
});
