import type { Entry } from '@daybook/client';
import { clockTimes } from '../../time/clock-times.js';
import { dayBefore, gapBefore, latenessOf } from './between.js';

const utc = clockTimes('UTC');
const at = (occurredAtUtc: string, more: Partial<Entry> = {}) => ({ occurredAtUtc, ...more }) as Entry;

it('tells a silence of half an hour or more', () => {
  const before = at('2026-03-01T12:00:00.000Z');
  expect(gapBefore(at('2026-03-01T12:30:00.000Z'), before)).toBe(30 * 60_000);
  expect(gapBefore(at('2026-03-01T12:29:59.999Z'), before)).toBeUndefined();
  expect(gapBefore(at('2026-03-01T12:30:00.000Z'), undefined)).toBeUndefined();
});

it('begins a day with its first entry, by the clock of the zone', () => {
  const [late, later] = [at('2026-03-01T23:30:00.000Z'), at('2026-03-01T23:50:00.000Z')];
  expect(dayBefore(late, undefined, utc)).toMatch(/1 March 2026$/);
  expect(dayBefore(later, late, utc)).toBeUndefined();
  expect(dayBefore(at('2026-03-02T00:10:00.000Z'), later, utc)).toMatch(/2 March 2026$/);
  expect(dayBefore(at('2026-03-02T00:10:00.000Z'), later, clockTimes('America/New_York'))).toBeUndefined();
});

describe('lateness', () => {
  const late = at('2026-03-01T12:00:00.000Z', { lateMs: 7_200_000, receivedAt: '2026-03-01T14:00:00.000Z' });

  it('is told of what came after what happened later', () => {
    expect(latenessOf(late, at('2026-03-01T12:05:00.000Z', { receivedAt: '2026-03-01T12:05:01.000Z' }))).toBe(
      7_200_000,
    );
    expect(latenessOf(late, undefined)).toBe(7_200_000);
  });

  it('is not told where all was late together', () => {
    expect(
      latenessOf(late, at('2026-03-01T12:05:00.000Z', { receivedAt: '2026-03-01T14:00:00.100Z' })),
    ).toBeUndefined();
    expect(latenessOf({ ...late, lateMs: 9 * 365 * 86_400_000 }, undefined)).toBeUndefined();
  });

  it('is not told of what was in time', () => {
    expect(latenessOf(at('2026-03-01T12:00:00.000Z'), undefined)).toBeUndefined();
  });
});
