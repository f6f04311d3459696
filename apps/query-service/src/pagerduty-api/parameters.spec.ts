import { incidentsQuerySchema, logEntriesQuerySchema, pageAsked } from './parameters.js';

const NOON = Date.UTC(2026, 2, 1, 12);

function issueIn(query: object, schema = logEntriesQuerySchema as never): string {
  const issue = (schema as typeof logEntriesQuerySchema).safeParse(query).error?.issues[0];
  return `${issue?.path.join('.')} ${issue?.message}`;
}

it('has defaults, and ignores what it does not know', () => {
  const query = logEntriesQuerySchema.parse({ page: '3', 'fields[]': ['a', 'b'] });
  expect(query).toMatchObject({ limit: 25, offset: 0, 'include[]': [], 'team_ids[]': [] });
  expect(query.total).toBeUndefined();
  expect(query.time_zone).toBeUndefined();
});

it.each(['limit', 'offset', 'total', 'since', 'until', 'time_zone', 'cursor', 'include[]', 'is_overview'])(
  'takes an empty %s for none',
  (name) => {
    expect(logEntriesQuerySchema.parse({ [name]: '' })).toMatchObject({ limit: 25, offset: 0 });
  },
);

it('takes the last of a parameter that is repeated', () => {
  expect(logEntriesQuerySchema.parse({ limit: ['7', '8'] }).limit).toBe(8);
});

it.each([
  ['1', 1],
  ['100', 100],
  ['101', 100],
  ['1000', 100],
])('applies limit=%s as %i', (sent, limit) => {
  expect(logEntriesQuerySchema.parse({ limit: sent }).limit).toBe(limit);
});

it.each([
  ['true', true],
  ['True', true],
  ['1', true],
  ['false', false],
  ['0', false],
])('takes total=%s as %s', (sent, total) => {
  expect(logEntriesQuerySchema.parse({ total: sent }).total).toBe(total);
});

it.each([
  '2026-03-01T12:00:00Z',
  '2026-03-01T12:00:00+00:00',
  '2026-03-01T12:00:00 00:00',
  '2026-03-01T12:00:00.123456+00:00',
  '2026-03-01T12:00:00+0000',
  '2026-03-01T05:00:00-0700',
  '2026-03-01T12:00:00',
  '2026-03-01 12:00',
])('reads since=%s', (since) => {
  const read = logEntriesQuerySchema.parse({ since }).since!;
  expect(Math.floor(read / 1000) * 1000).toBe(NOON);
});

it.each([
  [{ limit: '0' }, 'limit must be at least 1'],
  [{ limit: '-1' }, 'limit must be a whole number'],
  [{ limit: 'many' }, 'limit must be a whole number'],
  [{ limit: '0x10' }, 'limit must be a whole number'],
  [{ offset: '1.5' }, 'offset must be a whole number'],
  [{ total: 'yes' }, 'total must be true or false'],
  [{ since: 'yesterday' }, 'since must be an RFC 3339 time'],
  [{ until: '2026-02-30T00:00:00Z' }, 'until must be an RFC 3339 time'],
  [{ time_zone: 'Mars/Olympus' }, 'time_zone must be an IANA time zone'],
  [{ cursor: 'next' }, 'cursor is not a cursor of this service'],
])('refuses %j by name', (query, message) => {
  expect(issueIn(query)).toContain(message);
});

it.each([
  [{ 'statuses[]': 'open' }, 'statuses[].0'],
  [{ sort_by: 'title' }, 'sort_by must be created_at'],
  [{ incident_key: 'disk/1' }, 'incident_key is not kept'],
])('refuses %j of incidents by name', (query, message) => {
  expect(issueIn(query, incidentsQuerySchema as never)).toContain(message);
});

it.each([
  ['created_at', { by: 'created_at', order: 1 }],
  ['created_at:desc', { by: 'created_at', order: -1 }],
  ['incident_number:asc', { by: 'created_at', order: 1 }],
  ['urgency:desc,created_at:asc', { by: 'urgency', order: -1 }],
  ['resolved_at:desc', { by: 'resolved_at', order: -1 }],
])('sorts incidents by %s', (sort_by, sort) => {
  expect(incidentsQuerySchema.parse({ sort_by }).sort_by).toEqual(sort);
});

it('turns times into keys that come before those of their millisecond', () => {
  expect(pageAsked({ limit: 5, offset: 9, since: NOON, until: NOON + 1 })).toEqual({
    ...{ limit: 5, offset: 9, beyond: undefined },
    ...{ from: '063939585600000.', to: '063939585600001.' },
  });
});
