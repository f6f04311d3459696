import { foundEntriesSchema } from '@daybook/timeline-contracts';
import { waitFor } from '@daybook/test-servers';
import request from 'supertest';
import type { z } from 'zod';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

let around: Surroundings;
let replica: Replica;
let token: string;

/** More than are looked at before the index of words is asked; a second apart but for one long gap. */
const FACTS = Array.from({ length: 1_300 }, (_, n) => ({
  incidentId: `INC-${n % 40}`,
  type: n % 3 === 0 ? 'notify' : 'annotate',
  summary: `Everywhere ${n % 100 === 0 ? `hundredth ` : ''}${n < 30 ? 'ancient ' : ''}number${n}`,
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

const newestFirst = FACTS.map(({ summary, type }) => ({ summary, type })).toReversed();
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
  ['nothing', 'text=nowhere', []],
])('finds %s, each once and the newest first, page by page', async (_, query, summaries) => {
  expect(await found(query)).toEqual(summaries);
  expect(await found(`${query}&order=asc`)).toEqual(summaries.toReversed());
});

it('finds within a span of time', async () => {
  const span = 'since=2019-03-01T00:00:10Z&until=2019-03-01T00:00:13Z';
  expect(await found(`text=ancient&${span}`)).toEqual(
    [12, 11, 10].map((n) => `Everywhere ancient number${n}`),
  );
});
