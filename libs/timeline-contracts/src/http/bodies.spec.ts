import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { fieldPath } from '../sent-entry.js';
import { appendBodySchema, arrayResultSchema, itemResultSchema, MAX_ARRAY, receiptSchema } from './append.js';
import { feedPageSchema, feedQuerySchema } from './feed.js';
import {
  encodeCursor,
  entryViewSchema,
  incidentSchema,
  incidentsPageSchema,
  incidentsQuerySchema,
  timelinePageSchema,
  timelineQuerySchema,
} from './timeline.js';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'));

/** The places that a schema finds wrong, or `ok`. */
function judge(schema: z.ZodType, value: unknown): string[] | 'ok' {
  const result = schema.safeParse(value);
  return result.success ? 'ok' : result.error.issues.map(({ path }) => fieldPath(path));
}

describe.each<[string, z.ZodType, Record<string, unknown>]>([
  ['a receipt', receiptSchema, fixture('receipt.json')],
  ['an array result', arrayResultSchema, fixture('array-result.json')],
  ['a feed page', feedPageSchema, fixture('feed-page.json')],
  ['an entry view', entryViewSchema, fixture('timeline-page.json').entries[0]],
  ['a timeline page', timelinePageSchema, fixture('timeline-page.json')],
  ['an incident', incidentSchema, fixture('incidents-page.json').incidents[0]],
  ['an incidents page', incidentsPageSchema, fixture('incidents-page.json')],
])('%s', (_name, schema, body) => {
  const extra = ['agent', 'channel', 'service', 'teams', 'contexts', 'details'];

  test.each(Object.keys(body).filter((field) => !extra.includes(field) || schema === incidentSchema))(
    'cannot be without %s, nor have it of another shape',
    (field) => {
      const { [field]: _left, ...rest } = body;
      expect(judge(schema, rest)).toStrictEqual([field]);
      const places = judge(schema, { ...body, [field]: { of: 'another shape' } });
      expect(places).not.toBe('ok');
      // Or of what should have been in it.
      for (const place of places) expect(place.split('.')[0]).toBe(field);
    },
  );
});

test.each(['triggered', 'acknowledged', 'resolved', 'unknown'])(
  'an incident may be %s, and be asked for so',
  (status) => {
    expect(judge(incidentSchema, { ...fixture('incidents-page.json').incidents[0], status })).toBe('ok');
    expect(judge(incidentsQuerySchema, { status })).toBe('ok');
  },
);

test('a page has no neighbours at the ends of its list', () => {
  expect(judge(timelinePageSchema, { entries: [], next: null, previous: null, watermark: 'eu:1:0' })).toBe(
    'ok',
  );
  expect(judge(incidentsPageSchema, { incidents: [], next: null, watermark: 'eu:1:0' })).toBe('ok');
});

test('an item has a receipt or a problem, as its status says', () => {
  const { results } = fixture('array-result.json');
  const [recorded, , refused] = results;
  expect(judge(itemResultSchema, { ...recorded, status: 422 })).not.toBe('ok');
  expect(judge(itemResultSchema, { ...refused, status: 201 })).not.toBe('ok');
  expect(judge(itemResultSchema, { ...refused, status: 399 })).not.toBe('ok');
  expect(judge(itemResultSchema, { ...refused, status: 400 })).toBe('ok');
});

test('a body to append is one entry, or an array of 1 to 1,000', () => {
  const sent = fixture('sent-entry.minimal.json');
  expect(MAX_ARRAY).toBe(1_000);
  expect(judge(appendBodySchema, sent)).toBe('ok');
  expect(judge(appendBodySchema, [sent])).toBe('ok');
  expect(judge(appendBodySchema, Array(1_000).fill(sent))).toBe('ok');
  expect(judge(appendBodySchema, [])).not.toBe('ok');
  expect(judge(appendBodySchema, Array(1_001).fill(sent))).not.toBe('ok');
  expect(judge(appendBodySchema, 'entry')).not.toBe('ok');
});

describe('queries', () => {
  const cursor = { key: fixture('timeline-page.json').entries[0].timelineKey, asOf: 'eu:1:42' };
  const id = '0190163D-8694-739B-AEA5-966C26F8AD91';

  test('have defaults', () => {
    expect(feedQuerySchema.parse({})).toStrictEqual({ after: '0', limit: 500 });
    const anything = { type: [], agent: [], channel: [], service: [], team: [] };
    expect(timelineQuerySchema.parse({})).toStrictEqual({
      ...{ ...anything, overview: false },
      ...{ order: 'asc', limit: 100 },
    });
    expect(incidentsQuerySchema.parse({})).toStrictEqual({
      ...{ status: [], service: [], team: [], severity: [] },
      limit: 50,
    });
  });

  test('are read from the texts of an address', () => {
    expect(feedQuerySchema.parse({ after: 'eu:1:42', limit: '1000' })).toStrictEqual({
      after: 'eu:1:42',
      limit: 1_000,
    });
    const query = { after: 'eu:1:42', includes: id, order: 'desc', limit: '1', cursor: encodeCursor(cursor) };
    expect(timelineQuerySchema.parse({ ...query, type: 'note', team: ['a', 'b'] })).toMatchObject({
      ...{ type: ['note'], team: ['a', 'b'] },
      after: 'eu:1:42',
      // As ids are stored: an id in upper case would be waited for in vain.
      includes: id.toLowerCase(),
      order: 'desc',
      limit: 1,
      cursor,
    });
    expect(incidentsQuerySchema.parse({ status: 'resolved', limit: '500' })).toMatchObject({
      status: ['resolved'],
      limit: 500,
    });
  });

  test('take the least and the most', () => {
    expect(judge(feedQuerySchema, { after: '9'.repeat(15), limit: '1' })).toBe('ok');
    expect(judge(timelineQuerySchema, { limit: '500' })).toBe('ok');
    expect(judge(incidentsQuerySchema, { limit: '1' })).toBe('ok');
  });

  test.each<[string, z.ZodType, object]>([
    ['after', feedQuerySchema, { after: '9'.repeat(16) }],
    ['after', feedQuerySchema, { after: '-1' }],
    ['after', feedQuerySchema, { after: '1.5' }],
    ['limit', feedQuerySchema, { limit: '0' }],
    ['limit', feedQuerySchema, { limit: '1001' }],
    ['limit', feedQuerySchema, { limit: 'all' }],
    ['limit', feedQuerySchema, { limit: '' }],
    ['limit', feedQuerySchema, { limit: '0x10' }],
    ['limit', feedQuerySchema, { limit: '1e2' }],
    ['limit', feedQuerySchema, { limit: ['1', '2'] }],
    ['limit', feedQuerySchema, { limit: ' 5' }],
    ['after', timelineQuerySchema, { after: '42' }],
    ['includes', timelineQuerySchema, { includes: 'INC-1' }],
    ['includes', timelineQuerySchema, { includes: '9b2e7c1a-5d3f-4a8b-9c6d-1e2f3a4b5c6d' }],
    ['order', timelineQuerySchema, { order: 'newest' }],
    ['limit', timelineQuerySchema, { limit: '0' }],
    ['limit', timelineQuerySchema, { limit: '501' }],
    ['limit', timelineQuerySchema, { limit: '1.5' }],
    ['cursor', timelineQuerySchema, { cursor: 'next' }],
    ['status[0]', incidentsQuerySchema, { status: 'open' }],
    ['type[1]', timelineQuerySchema, { type: ['note', ''] }],
    ['since', timelineQuerySchema, { since: 'yesterday' }],
    ['zone', timelineQuerySchema, { zone: 'Mars/Olympus' }],
    ['text', timelineQuerySchema, { text: '- -' }],
    ['overview', timelineQuerySchema, { overview: 'yes' }],
    ['without', incidentsQuerySchema, { without: 'title' }],
    ['limit', incidentsQuerySchema, { limit: '501' }],
    ['limit', incidentsQuerySchema, { limit: '0' }],
    ['cursor', incidentsQuerySchema, { cursor: '' }],
  ])('name %s where it is wrong', (field, schema, query) => {
    expect(judge(schema, query)).toStrictEqual([field]);
  });

  test.each([feedQuerySchema, timelineQuerySchema, incidentsQuerySchema])(
    'take nothing unknown',
    (schema) => {
      const { error } = (schema as z.ZodType).safeParse({ page: '2' });
      expect(error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['page'] }]);
    },
  );

  test('are refused in words', () => {
    const messages = (schema: z.ZodType, query: object) =>
      schema.safeParse(query).error?.issues.map(({ message }) => message);
    expect(messages(feedQuerySchema, { after: 'x', limit: '1001' })).toStrictEqual([
      'must be a position, e.g. 42, or log:epoch:position, e.g. local:1:42',
      'must be a whole number from 1 to 1000, in decimal digits',
    ]);
    expect(messages(timelineQuerySchema, { after: '42', includes: 'x' })).toStrictEqual([
      'must be log:epoch:position, e.g. local:1:42',
      'must be a UUIDv7, e.g. 0190163d-8694-739b-aea5-966c26f8ad91',
    ]);
  });

  test('a cursor from elsewhere is called by what it is', () => {
    const { error } = timelineQuerySchema.safeParse({ cursor: 'next' });
    expect(error?.issues.map(({ message }) => message)).toStrictEqual(['is not a cursor of this service']);
  });
});
