import { activitySchema, type ActivityView } from '@daybook/timeline-contracts';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

let around: Surroundings;
let replica: Replica;
let token: string;

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  around.log.append(
    { incidentId: 'outage', type: 'trigger', occurredAt: at(0) },
    ...[1, 2, 40, 59].map((minute) => ({ incidentId: 'outage', type: 'notify', occurredAt: at(minute) })),
    { incidentId: 'same', type: 'trigger', occurredAt: at(30) },
    { incidentId: 'same', type: 'merge', occurredAt: at(31), details: { into: 'outage' } },
    { incidentId: 'at-once', type: 'trigger', occurredAt: at(0) },
    { account: 'other', incidentId: 'outage', type: 'trigger', occurredAt: at(3) },
  );
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

const ask = (incident: string, query = '') =>
  request(replica.url)
    .get(`/v1/incidents/${incident}/activity?${query}`)
    .set('Authorization', `Bearer ${token}`);

async function activity(incident: string, query = ''): Promise<ActivityView> {
  const { body } = await ask(incident, query).expect(200);
  return activitySchema.strict().parse(body);
}

it('counts the entries of a timeline by parts of its time, merged incidents among them', async () => {
  expect(await activity('outage', 'buckets=6')).toMatchObject({
    since: at(0),
    counts: [3, 0, 0, 2, 1, 1],
    total: 7,
    watermark: around.log.headText,
  });
});

it('begins each part where a page that is read since then begins', async () => {
  const { since, bucketMs, counts } = await activity('outage', 'buckets=6');
  const later = new Date(Date.parse(since) + 3 * bucketMs).toISOString();
  const { body } = await request(replica.url)
    .get(`/v1/incidents/outage/timeline?since=${later}`)
    .set('Authorization', `Bearer ${token}`);
  const left = counts.slice(3).reduce((sum, count) => sum + count, 0);
  expect((body as { entries: unknown[] }).entries).toHaveLength(left);
});

it('counts what a filter or an overview leaves', async () => {
  expect(await activity('outage', 'buckets=2&type=notify')).toMatchObject({ counts: [2, 2], total: 4 });
  expect((await activity('outage', 'overview=true')).total).toBe(3);
  expect(await activity('outage', `buckets=2&since=${at(2)}&until=${at(42)}`)).toMatchObject({
    since: at(2),
    bucketMs: 20 * 60_000,
    counts: [1, 3],
  });
  expect((await activity('outage', `since=${at(100)}`)).total).toBe(0);
  expect((await activity('outage', 'until=2020-01-01T00:00:00Z')).total).toBe(0);
});

it('has one part of a millisecond for what happened at once', async () => {
  expect(await activity('at-once')).toMatchObject({ bucketMs: 1, counts: [1], total: 1 });
});

it('refuses what it can’t answer, by name', async () => {
  expect((await ask('none')).body).toMatchObject({ status: 404, code: 'incident_not_found' });
  expect((await ask('outage', 'buckets=0')).body).toMatchObject({ status: 400, field: 'buckets' });
  expect((await ask('outage', `since=${at(2)}&until=${at(1)}`)).body).toMatchObject({
    status: 400,
    field: 'since',
  });
});
