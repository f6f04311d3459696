import { panned, spanOf, zoomed } from './span.js';

const whole = { since: 0, until: 100_000 };

it('zooms in on an instant, which keeps its place', () => {
  expect(zoomed(whole, whole, 0.5, 20_000)).toEqual({ since: 10_000, until: 60_000 });
  expect(zoomed({ since: 10_000, until: 60_000 }, whole, 0.5, 60_000)).toEqual({
    since: 35_000,
    until: 60_000,
  });
});

it('zooms out to the whole, and not beyond its ends', () => {
  expect(zoomed({ since: 0, until: 40_000 }, whole, 2, 30_000)).toEqual({ since: 0, until: 80_000 });
  expect(zoomed({ since: 0, until: 60_000 }, whole, 2, 0)).toBeUndefined();
});

it('shows no less than a second, unless there is less', () => {
  expect(zoomed({ since: 0, until: 1_200 }, whole, 0.5, 0)).toEqual({ since: 0, until: 1_000 });
  expect(zoomed({ since: 0, until: 5 }, { since: 0, until: 5 }, 0.5, 0)).toBeUndefined();
});

it('goes along as far as there is something', () => {
  const span = { since: 20_000, until: 40_000 };
  expect(panned(span, whole, 0.5)).toEqual({ since: 30_000, until: 50_000 });
  expect(panned(span, whole, -2)).toEqual({ since: 0, until: 20_000 });
  expect(panned(span, whole, 9)).toEqual({ since: 80_000, until: 100_000 });
});

it('makes a span of two instants', () => {
  expect(spanOf(7.2, 3.9)).toEqual({ since: 4, until: 7 });
  expect(spanOf(3, 3)).toBeUndefined();
});
