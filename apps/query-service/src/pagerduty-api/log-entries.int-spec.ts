import request from 'supertest';
import type { z } from 'zod';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';
import { logEntriesPageSchema } from './answers.http.js';

type Page = z.output<typeof logEntriesPageSchema> & { log_entries: { id: string; summary: string }[] };

const COUNT = 300;
const START = Date.UTC(2026, 2, 1);
/** Later than all that is there at first. */
const UNTIL = '2026-03-02T00:00:00Z';

let around: Surroundings;
let replica: Replica;
let token: string;
/** Of the account’s first entries: three of each second, from START on. */
let oldestFirst: string[];
let ids: string[];

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  const entries = around.log.append(
    // Three a second, of which the last two share even the millisecond.
    ...Array.from({ length: COUNT }, (_, n) => ({
      incidentId: `Q${n % 7}`,
      type: n % 10 === 0 ? 'trigger' : n % 10 === 1 ? 'acknowledge' : 'annotate',
      occurredAt: new Date(START + Math.floor(n / 3) * 1_000 + (n % 3 === 0 ? 0 : 1)).toISOString(),
      agent: { id: 'ada', name: 'Ada' },
      ...(n % 5 === 0 && { service: { id: 'checkout', name: 'Checkout' } }),
      ...(n % 6 === 0 && { teams: ['sre', { id: 'pay' }] }),
    })),
  );
  around.log.append({ account: 'other', incidentId: 'Q0', type: 'trigger', teams: ['sre'] });
  oldestFirst = entries.map(({ id }) => id);
  ids = oldestFirst.toReversed();
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

function get(path: string): request.Test {
  return request(replica.url).get(path).set('Authorization', `Token token=${token}`);
}

async function list(query: string, path = '/log_entries'): Promise<Page> {
  const { body } = await get(`${path}?${query}`)
    .expect(200)
    .expect('Content-Type', /^application\/json/);
  return logEntriesPageSchema.parse(body) as Page;
}

const idsOf = ({ log_entries }: Page) => log_entries.map(({ id }) => id);

/** Facts come in while somebody pages: new ones, and one of long ago. */
async function somethingComesIn(): Promise<void> {
  const now = new Date(Date.parse(UNTIL) + around.log.head * 1_000).toISOString();
  const late = { incidentId: 'Q1', occurredAt: '2026-02-01T00:00:00Z' };
  await around.relay.send(around.log.append({ incidentId: 'Q1', occurredAt: now }, late));
  await untilComplete(replica, around.log);
}

describe('paging', () => {
  it('has the defaults of PagerDuty', async () => {
    const page = await list('');
    expect(page).toMatchObject({ limit: 25, offset: 0, more: true, total: null });
    expect(idsOf(page)).toEqual(ids.slice(0, 25));
  });

  it.each([
    ['limit=1000', { limit: 100, offset: 0, more: true, total: null }],
    ['limit=100&offset=200&total=1', { limit: 100, offset: 200, more: false, total: COUNT }],
    ['limit=100&offset=199&total=true', { limit: 100, offset: 199, more: true, total: COUNT }],
    ['offset=300&total=false', { limit: 25, offset: 300, more: false, total: null, log_entries: [] }],
    ['offset=12000', { limit: 25, offset: 12_000, more: false, log_entries: [] }],
  ])('applies %s', async (query, expected) => {
    const { offset, limit } = expected as { offset: number; limit: number };
    const page = await list(query);
    expect(page).toMatchObject(expected);
    expect(idsOf(page)).toEqual(ids.slice(offset, offset + limit));
  });

  it('shows each entry once by offset, with limits that change from page to page', async () => {
    const seen: string[] = [];
    let page = await list('limit=40');
    for (let limit = 7; ; limit = (limit * 3) % 50 || 1) {
      seen.push(...idsOf(page));
      if (!page.more) break;
      page = await list(`limit=${limit}&offset=${seen.length}`);
    }
    expect(seen).toEqual(ids);
  });

  it('shows each entry once by cursor while others come in', async () => {
    const seen: string[] = [];
    let page = await list(`limit=30&until=${UNTIL}&since=2026-03-01`);
    for (let limit = 7; ; limit = (limit * 3) % 50 || 1) {
      seen.push(...idsOf(page));
      if (!page.more) break;
      await somethingComesIn();
      const next = `limit=${limit}&cursor=${page.next_cursor}&offset=5`;
      page = await list(`${next}&until=${UNTIL}&since=2026-03-01`);
      expect(page).toMatchObject({ limit, offset: 0 });
    }
    expect(page.next_cursor).toBeNull();
    expect(seen).toEqual(ids);
  });

  it('shows each entry once by offset before an instant while others come in', async () => {
    const seen: string[] = [];
    for (let more = true; more;) {
      const page = await list(`limit=45&offset=${seen.length}&until=${UNTIL}&total=true`);
      seen.push(...idsOf(page));
      ({ more } = page);
      await somethingComesIn();
    }
    expect(seen.filter((id) => ids.includes(id))).toEqual(ids);
  });

  it('misses nothing by offset while others come in', async () => {
    const seen: string[] = [];
    for (let more = true; more;) {
      const page = await list(`limit=60&offset=${seen.length}`);
      seen.push(...idsOf(page));
      ({ more } = page);
      await somethingComesIn();
    }
    expect([...new Set(seen)].filter((id) => ids.includes(id))).toEqual(ids);
  });
});

describe('filters', () => {
  const span = `since=2026-03-01&until=${UNTIL}`;

  it.each([
    'since=2026-03-01T00:00:10Z&until=2026-03-01T00:00:20Z',
    'since=2026-03-01T09:00:10.000%2B0900&until=2026-03-01T00:00:20',
    'since=2026-03-01T09:00:10+09:00&until=2026-02-28T17:00:20-0700',
  ])('%s', async (query) => {
    const page = await list(`limit=100&total=true&${query}`);
    expect(idsOf(page)).toEqual(oldestFirst.slice(30, 60).reverse());
    expect(page.total).toBe(30);
  });

  it('shows nothing of a time that ends before it begins', async () => {
    const page = await list('since=2026-03-02&until=2026-03-01&total=true');
    expect(page).toMatchObject({ log_entries: [], more: false, total: 0 });
  });

  it('team_ids[], raw and encoded, repeated', async () => {
    const ofTeams = oldestFirst.filter((_, n) => n % 6 === 0).reverse();
    expect(idsOf(await list(`limit=100&team_ids[]=sre&${span}`))).toEqual(ofTeams);
    expect(idsOf(await list(`limit=100&team_ids%5B%5D=pay&team_ids%5B%5D=sre&${span}`))).toEqual(ofTeams);
    expect(await list(`team_ids[]=nobody&total=true`)).toMatchObject({ log_entries: [], total: 0 });
    const second = await list(`limit=10&offset=10&team_ids[]=sre&total=1&${span}`);
    expect(idsOf(second)).toEqual(ofTeams.slice(10, 20));
    expect(second.total).toBe(ofTeams.length);
  });

  it('is_overview shows what changes the incidents', async () => {
    const page = await list(`limit=100&is_overview=true&${span}`);
    const changing = oldestFirst.filter((_, n) => n % 10 < 2).reverse();
    expect(idsOf(page)).toEqual(changing);
  });

  it('an incident of its own', async () => {
    const ofIncident = oldestFirst.filter((_, n) => n % 7 === 3).reverse();
    const page = await list('limit=100&total=true&team_ids[]=nobody', '/incidents/Q3/log_entries');
    expect(idsOf(page)).toEqual(ofIncident);
    expect(page).toMatchObject({ more: false, total: ofIncident.length });
    await list('offset=5000', '/incidents/Q3/log_entries');
  });
});

describe('one log entry', () => {
  it('is shown with its incident, its links and a time in any zone', async () => {
    const id = oldestFirst[0]!;
    const { body } = await get(`/log_entries/${id.toUpperCase()}?time_zone=Asia/Tokyo&include[]=incidents`)
      .set('Host', 'daybook.test:8080')
      .expect(200);
    expect(body).toMatchObject({
      log_entry: {
        id,
        type: 'trigger_log_entry',
        self: `http://daybook.test:8080/log_entries/${id}`,
        created_at: '2026-03-01T09:00:00+09:00',
        agent: { id: 'ada', summary: 'Ada', type: 'user_reference' },
        incident: { id: 'Q0', type: 'incident', status: 'acknowledged' },
        service: { id: 'checkout', summary: 'Checkout' },
        teams: [{ id: 'sre' }, { id: 'pay' }],
      },
    });
  });

  it('is shown after its revisions, and blank once redacted', async () => {
    const [entry] = around.log.append({ incidentId: 'Q9', type: 'trigger', summary: 'Wrong' });
    const about = (type: string, details: object) => ({
      ...{ incidentId: 'Q9', type, summary: 'why', details: { entryId: entry!.id, ...details } },
    });
    around.log.append(about('revise', { changes: { summary: 'Right' } }));
    await around.relay.send(around.log.entries.slice(-2));
    await untilComplete(replica, around.log);
    const read = async () => (await get(`/log_entries/${entry!.id}`).expect(200)).body as object;
    expect(await read()).toMatchObject({ log_entry: { summary: 'Right', type: 'trigger_log_entry' } });
    await around.relay.send(around.log.append(about('redact', {})));
    await untilComplete(replica, around.log);
    expect(await read()).toMatchObject({ log_entry: { summary: '', type: 'trigger_log_entry' } });
  });
});

describe('errors', () => {
  it.each([
    ['/log_entries/019ca8bd-9f02-7a31-8c4d-5e6f70819203', 404, 5001],
    ['/log_entries/PLH1HKV', 404, 5001],
    ['/incidents/PLH1HKV/log_entries', 404, 2100],
    ['/log_entries?limit=many', 400, 2001],
    ['/escalation_policies', 404, 2100],
    ['/log_entries/%ZZ', 400, 2001],
  ])('%s is %i with %i', async (path, status, code) => {
    const { body } = await get(path)
      .expect(status)
      .expect('Content-Type', /^application\/json/);
    expect(body).toEqual({
      error: { message: expect.any(String) as string, code, errors: [expect.any(String)] },
    });
  });

  it('asks for a token and its scope', async () => {
    const refusal = async (authorization: string) => {
      const { status, body } = await request(replica.url)
        .get('/log_entries')
        .set('Authorization', authorization);
      return [status, (body as { error: { code: number } }).error.code];
    };
    const writer = await around.tokens.sign({ scopes: ['entries:write'] });
    expect(await refusal('Token token=forged')).toEqual([401, 2006]);
    expect(await refusal('')).toEqual([401, 2006]);
    expect(await refusal(`Bearer ${writer}`)).toEqual([403, 2010]);
    expect(await refusal(`Bearer ${await around.tokens.sign({ account: '*' })}`)).toEqual([403, 2010]);
  });

  it('tells which methods there are', async () => {
    const { body } = await request(replica.url)
      .delete('/log_entries')
      .set('Authorization', `Bearer ${token}`)
      .expect(405)
      .expect('Allow', /GET/);
    expect(body).toMatchObject({ error: { code: 2002 } });
  });
});

describe('what clients send', () => {
  it('a body with a GET, an empty query, a slash at the end, any Accept', async () => {
    const asked = () =>
      get('/log_entries/?').set('Accept', 'text/html').set('Content-Type', 'application/json');
    await asked().expect(200);
    await asked().send({}).expect(200);
    await asked().send('{').expect(200);
  });

  it('a connection that is closed after each answer', async () => {
    await get('/log_entries').set('Connection', 'close').set('Accept-Encoding', 'identity').expect(200);
  });
});

it('tells how fresh it is', async () => {
  const { headers } = await get('/log_entries').expect(200);
  expect(headers['daybook-watermark']).toBe(around.log.headText);
  expect(headers['daybook-lag-ms']).toMatch(/^\d+$/);
});

it('answers 503 in the form that clients read while the store is away', async () => {
  around.mongoWire.cut();
  const { body } = await get('/log_entries').expect(503).expect('Retry-After', '2');
  expect(body).toMatchObject({ error: { code: 2000, errors: [expect.stringContaining('store')] } });
  await around.mongoWire.restore();
});
