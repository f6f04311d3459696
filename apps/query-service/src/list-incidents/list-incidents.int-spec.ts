import { incidentsPageSchema } from '@daybook/timeline-contracts';
import request from 'supertest';
import type { z } from 'zod';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

type Page = z.output<typeof incidentsPageSchema>;

let around: Surroundings;
let replica: Replica;
let token: string;

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  const minute = (n: number): string => new Date(Date.UTC(2026, 2, 1, 0, n)).toISOString();
  around.log.append(
    ...Array.from({ length: 23 }, (_, n) => ({
      incidentId: `i${n}`,
      type: n % 2 === 0 ? 'trigger' : 'annotate',
      occurredAt: minute(n),
    })),
    // One that was quiet becomes the newest, and a late fact makes none newer.
    { incidentId: 'i4', type: 'resolve', agent: 'ada', occurredAt: minute(50) },
    { incidentId: 'i5', occurredAt: '2020-01-01T00:00:00Z' },
    { account: 'other', incidentId: 'theirs', occurredAt: minute(59) },
  );
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

async function list(query: string): Promise<Page> {
  const { body } = await request(replica.url)
    .get(`/v1/incidents?${query}`)
    .set('Authorization', `Bearer ${token}`)
    .expect(200);
  return incidentsPageSchema.parse(body);
}

async function all(query: string): Promise<string[]> {
  let page = await list(query);
  const ids = page.incidents.map(({ id }) => id);
  while (page.next !== null) {
    page = await list(`${query}&cursor=${page.next}`);
    ids.push(...page.incidents.map(({ id }) => id));
  }
  return ids;
}

const byActivity = ['i4', ...Array.from({ length: 23 }, (_, n) => `i${22 - n}`).filter((id) => id !== 'i4')];

it.each([1, 5, 23, 500])('lists each incident once, newest activity first, %i at a time', async (limit) => {
  expect(await all(`limit=${limit}`)).toEqual(byActivity);
});

it('filters by status', async () => {
  expect(await all('status=resolved&limit=2')).toEqual(['i4']);
  expect(await all('status=triggered&limit=2')).toEqual(
    byActivity.filter((id) => Number(id.slice(1)) % 2 === 0 && id !== 'i4'),
  );
  expect(await all('status=acknowledged')).toEqual([]);
});

it('sums an incident up', async () => {
  const { incidents, watermark } = await list('limit=1');
  expect(watermark).toBe(around.log.headText);
  expect(incidents).toEqual([
    {
      id: 'i4',
      status: 'resolved',
      title: 'fact 5',
      severity: null,
      urgency: null,
      triggeredAt: '2026-03-01T00:04:00.000Z',
      acknowledgedAt: null,
      resolvedAt: '2026-03-01T00:50:00.000Z',
      reopenedCount: 0,
      responders: [],
      services: [],
      teams: [],
      entryCount: 2,
      firstActivityAt: '2026-03-01T00:04:00.000Z',
      lastActivityAt: '2026-03-01T00:50:00.000Z',
    },
  ]);
  const late = (await list('limit=500')).incidents.find(({ id }) => id === 'i5');
  expect(late).toMatchObject({ entryCount: 2, firstActivityAt: '2020-01-01T00:00:00.000Z' });
});

it('refuses a status that is none', async () => {
  const { body } = await request(replica.url)
    .get('/v1/incidents?status=odd')
    .set('Authorization', `Bearer ${token}`)
    .expect(400);
  expect(body).toMatchObject({ code: 'invalid_request', field: 'status' });
});
