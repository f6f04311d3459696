import { isDue, nextAttempt } from './back-off.js';

const HOUR = 3_600_000;

it('waits ever longer, up to an hour', () => {
  const pauses = Array.from({ length: 13 }, (_, n) => nextAttempt({ since: 0, attempts: n + 1 }, 0, 0, 0)!);
  expect(pauses.map((ms) => ms / 1_000)).toStrictEqual([
    ...[5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600, 3_600],
  ]);
});

it('waits up to a quarter less, at random', () => {
  expect(nextAttempt({ since: 0, attempts: 1 }, 0, 0, 1)).toBe(3_750);
});

it('waits as long as the receiver asks, but not beyond an hour', () => {
  expect(nextAttempt({ since: 0, attempts: 1 }, 0, 60_000, 0)).toBe(60_000);
  expect(nextAttempt({ since: 0, attempts: 1 }, 0, 1, 0)).toBe(5_000);
  expect(nextAttempt({ since: 0, attempts: 1 }, 0, 7 * HOUR, 0)).toBe(HOUR);
});

it('goes on for 48 hours: 57 attempts, by chance up to 73', () => {
  for (const [random, expected] of [
    [0, 57],
    [1, 73],
  ] as const) {
    let [attempts, now] = [1, 0];
    for (let at: number | undefined; (at = nextAttempt({ since: 0, attempts }, now, 0, random)); attempts++)
      now = at;
    expect(now).toBeGreaterThan(47 * HOUR);
    expect([random, attempts]).toStrictEqual([random, expected]);
  }
});

it('does not wait for what was said by a clock that ran ahead', () => {
  const now = 1_000_000;
  const retryAt = nextAttempt({ since: now, attempts: 20 }, now, 0, 0)!;
  expect([now, retryAt - 1, retryAt].map((at) => isDue(retryAt, at))).toStrictEqual([false, false, true]);
  expect(isDue(nextAttempt({ since: now, attempts: 1 }, now + 12 * HOUR)!, now)).toBe(true);
});
