import { jest } from '@jest/globals';
import { foundEntriesSchema } from '@daybook/timeline-contracts';
import { waitFor } from '@daybook/test-servers';
import request from 'supertest';
import type { z } from 'zod';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';
import type { EntryDocument } from '../mongo/documents.js';
import { KeyedLists } from '../mongo/keyed-lists.js';
import type { Store } from '../mongo/store.js';
import type { EntrySamples } from './entry-samples.js';
import { SearchEntries, SearchEntriesHandler, type FoundEntries } from './search-entries.js';

const NO_FILTER = { type: [], agent: [], channel: [], service: [], team: [] };

let around: Surroundings;
let replica: Replica;
let token: string;

/** A second apart but for one long gap. */
const FACTS = Array.from({ length: 1_300 }, (_, n) => ({
  incidentId: `INC-${n % 40}`,
  type: n % 3 === 0 ? 'notify' : 'annotate',
  summary: `Everywhere ${n % 100 === 0 ? `hundredth ` : ''}${n < 30 ? 'ancient ' : ''}number${n}`,
  teams: n % 50 === 0 ? ['db', 'web'].slice(0, 1 + (n % 100) / 50) : [],
  occurredAt: new Date(Date.UTC(n < 700 ? 2019 : 2026, 2, 1) + n * 1_000).toISOString(),
}));

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  around.log.append(...FACTS, { account: 'other', incidentId: 'INC-1', summary: 'Everywhere ancient' });
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

/** The store may be slow for a moment: then it is asked again. */
function page(query: string): Promise<z.output<typeof foundEntriesSchema>> {
  return waitFor(
    async () => {
      const { status, body } = await request(replica.url)
        .get(`/v1/entries?${query}`)
        .set('Authorization', `Bearer ${token}`);
      if (status === 503) return undefined;
      expect(status).toBe(200);
      return foundEntriesSchema.parse(body);
    },
    { what: `a page of ${query}`, timeoutMs: 30_000 },
  );
}

async function found(query: string): Promise<string[]> {
  const summaries: string[] = [];
  for (let cursor = ''; ;) {
    const { entries, next } = await page(`${query}${cursor}`);
    summaries.push(...entries.map(({ summary }) => summary));
    if (next === null) return summaries;
    cursor = `&cursor=${next}`;
  }
}

const newestFirst = FACTS.map(({ summary, type, teams }) => ({ summary, type, teams })).toReversed();
const expected = (wanted: (fact: (typeof newestFirst)[number]) => boolean): string[] =>
  newestFirst.filter(wanted).map(({ summary }) => summary);

it.each<[string, string, string[]]>([
  ['all', 'limit=300', expected(() => true)],
  ['a word of all', 'text=everywhere&limit=300', expected(() => true)],
  ['a word of some', 'text=hundredth&limit=3', expected(({ summary }) => summary.includes('hundredth'))],
  [
    'a page that is full',
    'text=hundredth&limit=13',
    expected(({ summary }) => summary.includes('hundredth')),
  ],
  [
    'the beginning of a word of old ones',
    'text=anci&limit=7',
    expected(({ summary }) => summary.includes('ancient')),
  ],
  ['one', 'text=number3', expected(({ summary }) => summary.includes('number3'))],
  [
    'two words and a type',
    'text=hundredth+everywhere&type=notify&limit=2',
    expected(({ summary, type }) => summary.includes('hundredth') && type === 'notify'),
  ],
  ['a type', 'type=notify&limit=200', expected(({ type }) => type === 'notify')],
  ['a team', 'team=db&limit=7', expected(({ teams }) => teams.includes('db'))],
  [
    'one of two teams, and a type',
    'team=web&team=none&type=notify&limit=3',
    expected(({ teams, type }) => teams.includes('web') && type === 'notify'),
  ],
  [
    'a team and a type',
    'team=db&type=notify&limit=5',
    expected(({ teams, type }) => teams.includes('db') && type === 'notify'),
  ],
  ['nothing', 'text=nowhere', []],
])('finds %s, each once and the newest first, page by page', async (_, query, summaries) => {
  expect(await found(query)).toEqual(summaries);
  expect(await found(`${query}&order=asc`)).toEqual(summaries.toReversed());
});

describe('a search that can’t look at everything for a page', () => {
  let entries: EntryDocument[];
  /** As if each of some of them stood for so many. */
  const samples = (each: number): EntrySamples =>
    ({
      of: () => Promise.resolve({ entries: entries.filter((_, n) => n % 100 === 0).slice(0, 12), each }),
    }) as unknown as EntrySamples;

  beforeAll(async () => {
    entries = await replica.store.entries.find({ account: 'acme' }).sort({ key: 1 }).toArray();
  });

  afterEach(() => jest.restoreAllMocks());

  async function pages(search: SearchEntriesHandler, order: 'asc' | 'desc'): Promise<FoundEntries[]> {
    const filter = { ...NO_FILTER, type: ['notify'], text: ['number7'] };
    const found: FoundEntries[] = [];
    do {
      const beyond = found.at(-1)?.lookedTo;
      found.push(await search.execute(new SearchEntries('acme', filter, order, 20, beyond)));
    } while (found.at(-1)!.lookedTo !== undefined);
    return found;
  }

  function expectAll(found: readonly FoundEntries[], order: 'asc' | 'desc'): void {
    const wanted = entries
      .filter(({ type, terms }) => type === 'notify' && terms.some((term) => term.startsWith('acme/number7')))
      .map(({ key }) => key);
    const keys = found.flatMap((page) => page.entries.map(({ key }) => key));
    expect(keys).toEqual(order === 'asc' ? wanted : wanted.toReversed());
  }

  it.each(['asc', 'desc'] as const)(
    'goes on with the next page where there are too many: %s',
    async (order) => {
      const { store, progress } = replica;
      const search = new SearchEntriesHandler(store, new KeyedLists(), samples(40_000), progress);
      const found = await pages(search, order);
      expect(found.length).toBeGreaterThan(5);
      expectAll(found, order);
    },
  );

  it.each(['asc', 'desc'] as const)('goes on with the next page where it is slow: %s', async (order) => {
    const { store, progress } = replica;
    const now = performance.now.bind(performance);
    let passedMs = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now() + passedMs);
    const slow = {
      read: (operation: () => Promise<unknown>) => store.read(operation),
      entries: {
        find: (...asked: Parameters<typeof store.entries.find>) => {
          passedMs += 1_100;
          return store.entries.find(...asked);
        },
      },
    } as unknown as Store;
    const found = await pages(
      new SearchEntriesHandler(slow, new KeyedLists(), samples(1_000), progress),
      order,
    );
    expect(found.length).toBeGreaterThan(5);
    expectAll(found, order);
  });
});

it('finds within a span of time', async () => {
  const span = 'since=2019-03-01T00:00:10Z&until=2019-03-01T00:00:13Z';
  expect(await found(`text=ancient&${span}`)).toEqual(
    [12, 11, 10].map((n) => `Everywhere ancient number${n}`),
  );
});
