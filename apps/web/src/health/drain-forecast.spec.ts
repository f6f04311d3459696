import { forecastDrain, type Reading } from './drain-forecast.js';

const reading = (second: number, head: number, watermark: number): Reading => ({
  at: second * 1_000,
  head,
  watermark,
});

it('knows who has caught up', () => {
  expect(forecastDrain([reading(0, 10, 5), reading(5, 10, 10)])).toEqual({ kind: 'caught up' });
});

it('takes what still comes into account', () => {
  // 100 read and 50 new each second: 1,000 behind are 500 behind after 10 s, and 0 after 10 s more.
  expect(forecastDrain([reading(0, 1_000, 0), reading(10, 1_500, 1_000)])).toEqual({
    kind: 'draining',
    secondsLeft: 10,
    perSecond: 100,
  });
});

it('judges by the last minute alone', () => {
  const stalled = [reading(0, 1_000, 0), reading(100, 1_000, 0), reading(110, 1_000, 500)];
  expect(forecastDrain(stalled)).toMatchObject({ kind: 'draining', secondsLeft: 10 });
});

it('promises no end where there is none', () => {
  expect(forecastDrain([reading(0, 100, 0), reading(10, 300, 100)])).toEqual({
    kind: 'growing',
    perSecond: 10,
  });
  expect(forecastDrain([reading(0, 100, 50), reading(10, 100, 50)])).toEqual({
    kind: 'growing',
    perSecond: 0,
  });
});

it.each([
  ['nothing', []],
  ['one reading', [reading(0, 10, 0)]],
  ['a moment', [reading(0, 10, 0), reading(1, 10, 5)]],
  ['a log that began again', [reading(0, 100, 90), reading(10, 30, 10)]],
])('says nothing by %s', (_what, readings) => {
  expect(forecastDrain(readings)).toEqual({ kind: 'unknown' });
});
