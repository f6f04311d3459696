import { Completeness } from './completeness.js';

const T0 = 1_000_000;

let now: number;
const completenessFrom = (completeAt: number) => new Completeness(completeAt, () => now);

function lagAt(moment: number, completeness: Completeness): number {
  now = moment;
  return completeness.lag;
}

beforeEach(() => {
  now = T0;
});

describe('Completeness', () => {
  it('is 0 while the newest proof is fresh and nothing is known to be missing', () => {
    const completeness = completenessFrom(0);
    completeness.logEndedAt(10, T0);
    completeness.reached(10);
    expect(lagAt(T0, completeness)).toBe(0);
    expect(lagAt(T0 + 1_999, completeness)).toBe(0);
  });

  it('grows by the clock when no proof comes any more, though nothing may have been recorded', () => {
    const completeness = completenessFrom(0);
    completeness.logEndedAt(10, T0);
    completeness.reached(10);
    expect(lagAt(T0 + 2_000, completeness)).toBe(2_000);
    expect(lagAt(T0 + 60_000, completeness)).toBe(60_000);
  });

  it('counts from the first entry that is missing', () => {
    const completeness = completenessFrom(0);
    completeness.logEndedAt(10, T0);
    completeness.reached(10);
    completeness.entry(11, T0 + 900);
    expect(lagAt(T0 + 930, completeness)).toBe(30);
    completeness.reached(11);
    expect(lagAt(T0 + 930, completeness)).toBe(0);
  });

  it('does not take what lies past a hole for a proof', () => {
    const completeness = completenessFrom(0);
    completeness.logEndedAt(10, T0);
    completeness.reached(10);
    completeness.entry(12, T0 + 500);
    completeness.entry(13, T0 + 600);
    expect(lagAt(T0 + 700, completeness)).toBe(700);
    completeness.reached(13);
    expect(lagAt(T0 + 700, completeness)).toBe(0);
  });

  it('tells the age of what is being read while a history is read again', () => {
    const completeness = completenessFrom(0);
    completeness.logEndedAt(1_000, T0);
    completeness.entry(1, 5_000);
    completeness.entry(500, 400_000);
    completeness.reached(500);
    expect(lagAt(T0, completeness)).toBe(T0 - 400_000);
  });

  it('does not believe a relay that lags behind what is known to exist', () => {
    const completeness = completenessFrom(0);
    completeness.reached(10);
    completeness.logEndedAt(20, T0);
    completeness.logEndedAt(10, T0 + 1_000);
    expect(lagAt(T0 + 3_000, completeness)).toBeGreaterThan(3_000);
    expect(completeness.head).toBe(20);
  });

  it('does not believe a log that has become shorter', () => {
    const completeness = completenessFrom(T0);
    completeness.reached(100);
    completeness.logEndedAt(3, T0 + 5_000);
    expect(lagAt(T0 + 5_000, completeness)).toBe(5_000);
  });

  it('stays bounded while a hole stays', () => {
    const completeness = completenessFrom(T0);
    for (let position = 2; position < 100_000; position += 1) {
      now = T0 + position;
      completeness.entry(position, now);
    }
    expect(lagAt(T0 + 100_000, completeness)).toBe(100_000);
    completeness.reached(99_999);
    expect(lagAt(T0 + 100_000, completeness)).toBe(0);
  });

  it('is never negative, though clocks differ', () => {
    const completeness = completenessFrom(0);
    completeness.logEndedAt(1, T0 + 50);
    completeness.entry(2, T0 + 60);
    completeness.reached(1);
    expect(lagAt(T0, completeness)).toBe(0);
  });

  it('takes no proof from a clock that runs ahead, of which nothing would be missing for hours', () => {
    const completeness = completenessFrom(0);
    completeness.logEndedAt(10, T0);
    completeness.reached(10);
    completeness.entry(11, T0 + 3_600_000);
    completeness.proven(T0 + 7_200_000);
    completeness.reached(11);
    completeness.entry(13, T0 + 3_600_001);
    expect(lagAt(T0 + 500, completeness)).toBe(500);
    expect(lagAt(T0 + 60_000, completeness)).toBe(60_000);
  });

  it('counts by its own clock after that was set back', () => {
    now = T0 + 3_600_000;
    const completeness = completenessFrom(0);
    completeness.logEndedAt(10, now);
    completeness.reached(10);
    expect(lagAt(T0, completeness)).toBe(0);
    expect(lagAt(T0 + 10_000, completeness)).toBe(10_000);
    completeness.logEndedAt(10, T0 + 9_500);
    expect(lagAt(T0 + 10_000, completeness)).toBe(0);
  });
});
