import { decodeCursor, encodeCursor, timelinePageSchema } from '@daybook/timeline-contracts';
import { deriveEntryId } from '@daybook/timeline-domain';
import { waitFor } from '@daybook/test-servers';
import request from 'supertest';
import type { z } from 'zod';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

type Page = z.output<typeof timelinePageSchema>;

const BUSY = 'db/primary — 火';
const SAME_MILLISECOND = Date.UTC(2026, 2, 1, 12);

let around: Surroundings;
let replica: Replica;
let token: string;

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  // 20 seconds with one entry each, then 25 entries of one millisecond, in an order that is not theirs.
  const ties = Array.from({ length: 25 }, (_, n) => ({
    id: deriveEntryId(SAME_MILLISECOND, n, String((n * 7) % 25).padStart(32, '0')),
    incidentId: BUSY,
    occurredAt: '2026-03-01T13:00:00.000+01:00',
  }));
  around.log.append(
    ...Array.from({ length: 20 }, () => ({ incidentId: BUSY })),
    ...ties.toReversed(),
    { incidentId: 'quiet', type: 'trigger', summary: 'Only one', details: { $a: { 'b.c': 1 } } },
    { account: 'other', incidentId: 'theirs' },
  );
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

function get(path: string): request.Test {
  return request(replica.url).get(path).set('Authorization', `Bearer ${token}`);
}

const timeline = (incident: string, query = ''): request.Test =>
  get(`/v1/incidents/${encodeURIComponent(incident)}/timeline?${query}`);

async function page(incident: string, query = ''): Promise<Page> {
  const { body } = await timeline(incident, query)
    .expect(200)
    .expect('Content-Type', /application\/json/);
  return timelinePageSchema.parse(body);
}

/** Reads to the end; the cursors of one page lead to the next. */
async function all(order: 'asc' | 'desc', limit: number): Promise<{ keys: string[]; pages: Page[] }> {
  const pages = [await page(BUSY, `order=${order}&limit=${limit}`)];
  for (let next = pages[0]!.next; next !== null; next = pages.at(-1)!.next) {
    pages.push(await page(BUSY, `order=${order}&limit=${limit}&cursor=${next}`));
  }
  return { keys: pages.flatMap(({ entries }) => entries.map(({ timelineKey }) => timelineKey)), pages };
}

const expectedKeys = async (): Promise<string[]> =>
  (await replica.store.entries.find({ account: 'acme', incidentId: BUSY }).toArray())
    .map(({ key }) => key)
    .sort();

it.each([1, 7, 44, 45, 46, 500])(
  'covers each entry exactly once in both orders, %i at a time',
  async (limit) => {
    const keys = await expectedKeys();
    expect(keys).toHaveLength(45);
    const [forth, back] = [await all('asc', limit), await all('desc', limit)];
    expect(forth.keys).toEqual(keys);
    expect(back.keys).toEqual(keys.toReversed());
    expect(forth.pages).toHaveLength(Math.ceil(45 / limit));
  },
);

it('leads back from any page with the other order', async () => {
  const { pages, keys } = await all('asc', 10);
  expect(pages[0]!.previous).toBeNull();
  const third = pages[2]!;
  const back = await page(BUSY, `order=desc&limit=500&cursor=${third.previous}`);
  expect(back.entries.map(({ timelineKey }) => timelineKey)).toEqual(keys.slice(0, 20).reverse());
  const forthAgain = await page(BUSY, `order=asc&limit=500&cursor=${back.previous}`);
  expect(forthAgain.entries.map(({ timelineKey }) => timelineKey)).toEqual(keys.slice(20));
});

it('gives an empty page behind the last entry, from which one can read back', async () => {
  const last = (await page(BUSY, 'order=desc&limit=1')).next!;
  const behind = await page(BUSY, `order=asc&limit=5&cursor=${last}`);
  expect(behind.entries).toEqual([]);
  expect(behind.next).toBeNull();
  const back = await page(BUSY, `order=desc&limit=500&cursor=${behind.previous}`);
  expect(back.entries.map(({ timelineKey }) => timelineKey)).toEqual((await expectedKeys()).toReversed());
});

it('gives an empty page before the first entry, from which one can read forth', async () => {
  const first = (await page(BUSY, 'order=asc&limit=1')).next!;
  const before = await page(BUSY, `order=desc&limit=5&cursor=${first}`);
  expect(before.entries).toEqual([]);
  const forth = await page(BUSY, `order=asc&limit=500&cursor=${before.previous}`);
  expect(forth.entries.map(({ timelineKey }) => timelineKey)).toEqual(await expectedKeys());
});

it('shows entries as they were sent, with what Daybook knows', async () => {
  const { entries, watermark, next } = await page('quiet');
  const recorded = around.log.entries.find(({ entry }) => entry!.incidentId === 'quiet')!;
  expect(entries).toMatchObject([
    {
      ...recorded.entry,
      id: recorded.id,
      recordedBy: 'tester',
      contentHash: recorded.contentHash,
      position: `local:1:${recorded.position}`,
    },
  ]);
  expect(watermark).toBe(around.log.headText);
  expect(next).toBeNull();
});

it('tells how fresh it is', async () => {
  const { headers } = await timeline('quiet').expect(200);
  expect(headers['daybook-watermark']).toBe(around.log.headText);
  expect(headers['daybook-lag-ms']).toMatch(/^\d+$/);
});

describe('a filtered timeline', () => {
  const STORY = 'story';
  const at = (minute: number) => `2026-03-02T10:${String(minute).padStart(2, '0')}:00Z`;
  const fact = (minute: number, type: string, more: object = {}) => ({
    ...{ incidentId: STORY, type, summary: `${type} ${minute}`, occurredAt: at(minute) },
    ...more,
  });

  beforeAll(async () => {
    const facts = [
      fact(0, 'trigger', { service: { id: 'db' }, teams: [{ id: 'core' }] }),
      fact(1, 'notify', { channel: { id: 'sms' } }),
      fact(2, 'notify', { channel: { id: 'mail' } }),
      fact(3, 'acknowledge', { agent: { id: 'ann' } }),
      fact(4, 'x-custom'),
      fact(5, 'annotate', { agent: { id: 'bob' }, details: { note: 'Größere Störung, Replica 7' } }),
      fact(6, 'notify'),
      fact(7, 'notify'),
    ];
    around.log.append(...facts);
    await around.relay.send(around.log.entries.slice(-facts.length));
    await untilComplete(replica, around.log);
  });

  const minutes = async (query: string) =>
    (await page(STORY, query)).entries.map(({ occurredAtUtc }) => new Date(occurredAtUtc).getUTCMinutes());

  it.each([
    ['type=notify', [1, 2, 6, 7]],
    ['type=trigger&type=annotate', [0, 5]],
    ['agent=ann&agent=bob', [3, 5]],
    ['channel=sms', [1]],
    ['service=db', [0]],
    ['team=core', [0]],
    ['team=elsewhere', []],
    [`since=${at(2)}&until=${at(5)}`, [2, 3, 4]],
    ['since=2026-03-02T12:02:00%2B02:00&type=notify', [2, 6, 7]],
    ['text=storung', [5]],
    ['text=GROSS%20rep', [5]],
    ['text=GR%C3%96SS%20rep', [5]],
    ['text=bob', []],
    ['text=notif&order=desc', [7, 6, 2, 1]],
    ['text=nowhere', []],
    ['overview=true', [0, 3, 5]],
    ['overview=true&order=desc&limit=2', [5, 3]],
  ])('with %s holds what matches', async (query, expected) => {
    expect(await minutes(query)).toStrictEqual(expected);
  });

  it('pages through what a filter leaves', async () => {
    const first = await page(STORY, 'type=notify&limit=3');
    const second = await page(STORY, `type=notify&limit=3&cursor=${first.next}`);
    expect(second.entries.map(({ summary }) => summary)).toStrictEqual(['notify 7']);
    expect(await minutes(`since=${at(6)}&cursor=${first.next}`)).toStrictEqual([7]);
  });

  it('tells how many entries an overview hides, each once over all pages', async () => {
    expect((await page(STORY, 'overview=true')).hidden).toStrictEqual([0, 2, 1, 2]);
    expect((await page(STORY, 'overview=true&order=desc')).hidden).toStrictEqual([2, 1, 2, 0]);
    expect((await page(STORY, 'overview=true&order=desc&limit=2')).hidden).toStrictEqual([2, 1, 0]);
    const first = await page(STORY, 'overview=true&limit=2');
    expect(first.hidden).toStrictEqual([0, 2, 0]);
    expect((await page(STORY, `overview=true&limit=2&cursor=${first.next}`)).hidden).toStrictEqual([1, 2]);
    expect((await page(STORY, 'overview=true&channel=sms')).hidden).toStrictEqual([1]);
    expect((await page(STORY)).hidden).toBeUndefined();
  });

  it('tells the time in a zone, and which facts came late', async () => {
    const { entries } = await page(STORY, 'zone=Asia/Kolkata&limit=1');
    expect(entries[0]).toMatchObject({ occurredAt: at(0), occurredAtLocal: '2026-03-02T15:30:00.000+05:30' });
    expect(entries[0]!.lateMs).toBe(Date.parse(entries[0]!.receivedAt) - Date.parse(at(0)));
  });

  it('asks for no more than the words of a text', async () => {
    for (const [query, field] of [
      ['text=%2D', 'text'],
      ['zone=Mars', 'zone'],
      ['since=yesterday', 'since'],
      ['overview=maybe', 'overview'],
      ['type=', 'type'],
    ]) {
      const { body } = await timeline(STORY, query).expect(400);
      expect(body).toMatchObject({
        code: 'invalid_request',
        field: expect.stringContaining(field!) as string,
      });
    }
  });
});

it('is made of the log, the same, while the store is away', async () => {
  const queries = [
    '',
    'limit=2',
    'order=desc&limit=3',
    'overview=true',
    'overview=true&order=desc&limit=2',
    'type=notify&limit=3',
    'text=GR%C3%96SS%20rep&zone=Asia/Tokyo',
    'since=2026-03-02T10:02:00Z&until=2026-03-02T10:05:00Z',
    'agent=nobody',
  ];
  const pages = async () => {
    const found = [];
    for (const query of queries) {
      const { body, headers } = await timeline('story', query).expect(200);
      const { next: _next, previous: _previous, ...page } = body as Page;
      expect(headers['daybook-watermark']).toBe(page.watermark);
      found.push({ page, degraded: headers['daybook-degraded'] });
    }
    return found;
  };
  const { id } = around.log.entries.find(({ entry }) => entry!.summary === 'notify 6')!;
  const amendment = (type: string, details: object) => ({
    incidentId: 'story',
    type,
    summary: 'why',
    details,
  });
  around.log.append(
    amendment('revise', { entryId: id, changes: { summary: 'told', type: 'annotate' } }),
    amendment('redact', {
      entryId: around.log.entries.find(({ entry }) => entry!.summary === 'notify 7')!.id,
    }),
  );
  await around.relay.send(around.log.entries.slice(-2));
  await untilComplete(replica, around.log);
  const before = await pages();
  around.mongoWire.cut();
  try {
    await waitFor(() => !replica.store.reachable, { what: 'news of the store', timeoutMs: 10_000 });
    const during = await pages();
    expect(during.map(({ degraded }) => degraded)).toStrictEqual(queries.map(() => 'timeline-from-log'));
    expect(during.map(({ page }) => page)).toStrictEqual(before.map(({ page }) => page));
    await timeline('nothing').expect(404);
    await get('/v1/incidents').expect(503);
    around.feed.down = true;
    await timeline('story').expect(503);
  } finally {
    around.feed.down = false;
    await around.mongoWire.restore();
  }
  await waitFor(async () => (await timeline('story')).headers['daybook-degraded'] === undefined, {
    ...{ what: 'the store to be read again', timeoutMs: 15_000 },
  });
});

it('keeps its first page’s watermark in the cursors', async () => {
  const { next } = await page(BUSY, 'limit=1');
  const [, asOf] = Buffer.from(next!, 'base64url').toString().split('|');
  expect(asOf).toBe(around.log.headText);
});

it('knows no incident of another account', async () => {
  await timeline('theirs')
    .expect(404)
    .expect('Content-Type', /application\/problem\+json/)
    .expect(({ body, headers }) => {
      expect(body).toMatchObject({ code: 'incident_not_found', status: 404 });
      expect(headers['daybook-watermark']).toBe(around.log.headText);
    });
});

it.each([
  ['limit=0', 'limit'],
  ['limit=501', 'limit'],
  ['limit=many', 'limit'],
  ['limit=0x10', 'limit'],
  ['page=2', 'page'],
  ['order=up', 'order'],
  ['cursor=MXxub3BlfHg', 'cursor'],
  ['cursor=', 'cursor'],
  ['after=12', 'after'],
  ['includes=me', 'includes'],
])('refuses %s by name', async (query, field) => {
  const { body } = await timeline(BUSY, query).expect(400);
  expect(body).toMatchObject({ code: 'invalid_request', field, status: 400 });
});

it('refuses a cursor of another list, and takes one from before cursors told theirs', async () => {
  const incidents = (await get('/v1/incidents?limit=1').expect(200)).body.next;
  const { next } = await page(BUSY, 'limit=1');
  for (const [path, cursor] of [
    [`/v1/incidents/${encodeURIComponent(BUSY)}/timeline`, incidents],
    ['/v1/incidents/quiet/timeline', next],
    ['/v1/incidents', next],
  ]) {
    const { body } = await get(`${path}?cursor=${cursor}`).expect(400);
    expect(body).toMatchObject({ code: 'invalid_request', field: 'cursor' });
  }
  const { key, asOf } = decodeCursor(next!)!;
  expect((await page(BUSY, `limit=1&cursor=${encodeCursor({ key, asOf })}`)).entries).toEqual(
    (await page(BUSY, `limit=1&cursor=${next}`)).entries,
  );
});

it('finds incidents with the longest and oddest names', async () => {
  const odd = ['火'.repeat(200), 'a/b/../c', '%2F', '?x=1#y'];
  around.log.append(...odd.map((incidentId) => ({ incidentId })));
  await around.relay.send(around.log.entries.slice(-odd.length));
  await untilComplete(replica, around.log);
  for (const name of odd) {
    expect((await page(name)).entries.map(({ incidentId }) => incidentId)).toEqual([name]);
  }
});
