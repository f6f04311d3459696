import type { EntryFilter } from '@daybook/timeline-contracts';
import { timelineKey } from '@daybook/timeline-domain';
import fc from 'fast-check';
import type { KeyRange } from '../mongo/entry-filter.js';
import type { EntrySample, SampledEntry } from './entry-samples.js';
import { planSearch, type ByTime } from './plan-search.js';

const NONE: EntryFilter = { type: [], agent: [], channel: [], service: [], team: [] };
const idOf = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const keyOf = (n: number) => timelineKey(n * 1_000, idOf(n));

function entry(n: number, words: readonly string[] = [], type = 'annotate'): SampledEntry {
  return {
    ...{ account: 'acme', incidentId: 'i', key: keyOf(n), type, occurredAt: n * 1_000 },
    ...{ services: [], teams: [], terms: words.map((word) => `acme/${word}`) },
  };
}

function sample(size: number, each: number, wordsOf: (n: number) => string[] = () => []): EntrySample {
  return { entries: Array.from({ length: size }, (_, n) => entry(n, wordsOf(n))), each };
}

const list = (order: 'asc' | 'desc', limit = 50, range?: KeyRange) => ({ order, limit, range });

const isIn = (range: KeyRange | undefined, key: string): boolean =>
  (range?.$gte === undefined || key >= range.$gte) &&
  (range?.$gt === undefined || key > range.$gt) &&
  (range?.$lte === undefined || key <= range.$lte) &&
  (range?.$lt === undefined || key < range.$lt);

const place = fc.nat(40);
const range = fc
  .record({ lower: fc.record({ n: place, exclusive: fc.boolean() }), upper: place }, { requiredKeys: [] })
  .map(({ lower, upper }): KeyRange => ({
    ...(lower && { [lower.exclusive ? '$gt' : '$gte']: keyOf(lower.n) }),
    ...(upper !== undefined && { $lt: keyOf(upper) }),
  }));

describe('planSearch', () => {
  it.each(['asc', 'desc'] as const)(
    'has spans that hold each entry once, in order, up to where it says that they end: %s',
    (order) => {
      const sampled = fc.uniqueArray(place, { maxLength: 40 });
      const each = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1_000, max: 40_000 }));
      fc.assert(
        fc.property(sampled, each, range, fc.integer({ min: 1, max: 100 }), (places, each, wanted, limit) => {
          const entries = places.toSorted((a, b) => a - b).map((n) => entry(n));
          const filter = { ...NONE, type: ['annotate'] };
          const { spans, end } = planSearch({ entries, each }, filter, list(order, limit, wanted)) as ByTime;
          const all = Array.from({ length: 45 }, (_, n) => keyOf(n));
          if (order === 'desc') all.reverse();
          const within = all.filter((key) => isIn(wanted, key));
          const expected = end === undefined ? within : within.slice(0, within.indexOf(end) + 1);
          expect(spans.flatMap((span) => all.filter((key) => isIn(span, key)))).toEqual(expected);
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it('looks first at as many entries as a page probably needs', () => {
    const filter = { ...NONE, text: ['often'] };
    const first = (each: number, oneIn: number) => {
      const sampled = sample(1_000, each, (n) => (n % oneIn === 0 ? ['often'] : []));
      return (planSearch(sampled, filter, list('desc')) as ByTime).spans[0];
    };
    expect(first(1_000, 2)).toEqual({ $gte: keyOf(999) });
    expect(first(100, 10)).toEqual({ $gte: keyOf(1_000 - 6) });
    expect(first(100, 25)).toEqual({ $gte: keyOf(1_000 - 13) });
  });

  it('looks at 50,000 entries for a page, few at a time, and says where that ended', () => {
    const filter = { ...NONE, type: ['merge'] };
    const search = (range?: KeyRange) =>
      planSearch(sample(1_000, 1_000), filter, list('desc', 50, range)) as ByTime;
    const first = search();
    expect(first.end).toBe(keyOf(950));
    expect(first.spans).toHaveLength(25);
    expect(first.spans[0]).toEqual({ $gte: keyOf(998) });
    const next = search({ $lt: keyOf(950) });
    expect(next.end).toBe(keyOf(900));
    expect(next.spans[0]).toEqual({ $gte: keyOf(948), $lt: keyOf(950) });
  });

  it('looks at the entries of one team alone, at those of all for several', () => {
    const { entries, each } = sample(1_000, 1_000);
    const some = entries.map((one, n) => ({ ...one, teams: n % 250 === 0 ? ['few'] : ['most'] }));
    const search = (team: string[]) =>
      planSearch({ entries: some, each }, { ...NONE, team }, list('desc')) as ByTime;
    const few = search(['few']);
    expect(few.spans.map((span) => span?.$gte)).toEqual([...[750, 500, 250, 0].map(keyOf), undefined]);
    expect(few.end).toBeUndefined();
    expect(search(['nobody'])).toEqual({ spans: [undefined], end: undefined });
    expect(search(['few', 'nobody']).end).toBe(keyOf(950));
  });

  it('asks the index for words that few entries hold, the rarest first', () => {
    const words = (n: number) => [...(n % 2 ? ['odd'] : []), ...(n === 7 ? ['seven'] : [])];
    const asked = (text: string[]) => planSearch(sample(1_000, 10, words), { ...NONE, text }, list('asc'));
    expect(asked(['odd', 'seven'])).toEqual({ words: ['seven', 'odd'] });
    expect(asked(['nowhere'])).toEqual({ words: ['nowhere'] });
    expect(asked(['sev'])).toEqual({ words: ['sev'] });
    expect(asked(['odd'])).toHaveProperty('spans');
  });

  it('asks no index for words that many entries hold, though few hold both', () => {
    const words = (n: number) => (n % 2 ? ['odd'] : ['even']);
    expect(
      planSearch(sample(1_000, 1_000, words), { ...NONE, text: ['odd', 'even'] }, list('desc')),
    ).toMatchObject({ end: keyOf(950) });
  });

  it('looks at everything where nothing was sampled', () => {
    expect(planSearch({ entries: [], each: 0 }, { ...NONE, type: ['merge'] }, list('asc'))).toEqual({
      spans: [undefined],
      end: undefined,
    });
  });
});
