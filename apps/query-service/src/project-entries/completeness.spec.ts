import { Completeness } from './completeness.js';

const T0 = 1_000_000;

describe('Completeness', () => {
  it('is 0 while the newest proof is fresh and nothing is known to be missing', () => {
    const completeness = new Completeness(0);
    completeness.logEndedAt(10, T0);
    completeness.reached(10);
    expect(completeness.lag(T0)).toBe(0);
    expect(completeness.lag(T0 + 1_999)).toBe(0);
  });

  it('grows by the clock when no proof comes any more, though nothing may have been recorded', () => {
    const completeness = new Completeness(0);
    completeness.logEndedAt(10, T0);
    completeness.reached(10);
    expect(completeness.lag(T0 + 2_000)).toBe(2_000);
    expect(completeness.lag(T0 + 60_000)).toBe(60_000);
  });

  it('counts from the first entry that is missing', () => {
    const completeness = new Completeness(0);
    completeness.logEndedAt(10, T0);
    completeness.reached(10);
    completeness.entry(11, T0 + 900);
    expect(completeness.lag(T0 + 930)).toBe(30);
    completeness.reached(11);
    expect(completeness.lag(T0 + 930)).toBe(0);
  });

  it('does not take what lies past a hole for a proof', () => {
    const completeness = new Completeness(0);
    completeness.logEndedAt(10, T0);
    completeness.reached(10);
    completeness.entry(12, T0 + 500);
    completeness.entry(13, T0 + 600);
    expect(completeness.lag(T0 + 700)).toBe(700);
    completeness.reached(13);
    expect(completeness.lag(T0 + 700)).toBe(0);
  });

  it('tells the age of what is being read while a history is read again', () => {
    const completeness = new Completeness(0);
    completeness.logEndedAt(1_000, T0);
    completeness.entry(1, 5_000);
    completeness.entry(500, 400_000);
    completeness.reached(500);
    expect(completeness.lag(T0)).toBe(T0 - 400_000);
  });

  it('does not believe a relay that lags behind what is known to exist', () => {
    const completeness = new Completeness(0);
    completeness.reached(10);
    completeness.logEndedAt(20, T0);
    completeness.logEndedAt(10, T0 + 1_000);
    expect(completeness.lag(T0 + 3_000)).toBeGreaterThan(3_000);
    expect(completeness.head).toBe(20);
  });

  it('does not believe a log that has become shorter', () => {
    const completeness = new Completeness(T0);
    completeness.reached(100);
    completeness.logEndedAt(3, T0 + 5_000);
    expect(completeness.lag(T0 + 5_000)).toBe(5_000);
  });

  it('stays bounded while a hole stays', () => {
    const completeness = new Completeness(T0);
    for (let position = 2; position < 100_000; position += 1) completeness.entry(position, T0 + position);
    expect(completeness.lag(T0 + 100_000)).toBe(100_000);
    completeness.reached(99_999);
    expect(completeness.lag(T0 + 100_000)).toBe(0);
  });

  it('is never negative, though clocks differ', () => {
    const completeness = new Completeness(0);
    completeness.logEndedAt(1, T0 + 50);
    completeness.entry(2, T0 + 60);
    completeness.reached(1);
    expect(completeness.lag(T0)).toBe(0);
  });
});
