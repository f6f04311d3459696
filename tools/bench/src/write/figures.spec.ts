import { median, summarize } from './figures.js';

describe('median', () => {
  it.each([
    [[7], 7],
    [[9, 1, 4], 4],
    [[10, 2, 4, 8], 6],
    [[], NaN],
  ])('of %j is %d', (values, expected) => expect(median(values)).toBe(expected));
});

describe('summarize', () => {
  it('takes medians over the slices, and how far their rates lie apart', () => {
    const slices = [
      { entriesPerSecond: 900, p50Ms: 3, p99Ms: 10, entriesPerBatch: 30, cpuMicrosecondsPerEntry: 90 },
      { entriesPerSecond: 1_000, p50Ms: 2, p99Ms: 30, entriesPerBatch: 31, cpuMicrosecondsPerEntry: 70 },
      { entriesPerSecond: 400, p50Ms: 4, p99Ms: 20, entriesPerBatch: 32, cpuMicrosecondsPerEntry: 80 },
    ];
    expect(summarize({ name: 'appends', callers: 32 }, slices)).toStrictEqual({
      name: 'appends',
      callers: 32,
      entriesPerSecond: { median: 900, lowest: 400, highest: 1_000 },
      p50Ms: 3,
      p99Ms: 20,
      entriesPerBatch: 31,
      cpuMicrosecondsPerEntry: 80,
    });
  });

  it('leaves out what a lane does not have', () => {
    expect(summarize({ name: 'bulk' }, [{ entriesPerSecond: 5 }])).toStrictEqual({
      name: 'bulk',
      entriesPerSecond: { median: 5, lowest: 5, highest: 5 },
    });
  });
});
