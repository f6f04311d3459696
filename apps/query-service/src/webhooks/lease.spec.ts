import { isOver, LEASE_MS, wantsRenewal } from './lease.js';

const NOW = 1_000_000_000;
const HOUR = 3_600_000;

it('holds until it ends, and is renewed when half of it is over', () => {
  const until = NOW + LEASE_MS;
  expect([0, LEASE_MS - 1, LEASE_MS].map((ms) => isOver(until, NOW + ms))).toStrictEqual([
    false,
    false,
    true,
  ]);
  expect([0, LEASE_MS / 2 - 1, LEASE_MS / 2].map((ms) => wantsRenewal(until, NOW + ms))).toStrictEqual([
    ...[false, false, true],
  ]);
});

it('holds also for a replica whose clock is seconds behind', () => {
  expect(isOver(NOW + LEASE_MS, NOW - 5_000)).toBe(false);
});

it('does not hold for hours where it was made by a clock that ran ahead, and its holder makes it anew', () => {
  const until = NOW + 12 * HOUR + LEASE_MS;
  expect(isOver(until, NOW)).toBe(true);
  expect(wantsRenewal(until, NOW)).toBe(true);
});
