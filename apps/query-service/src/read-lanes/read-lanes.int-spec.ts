import { lanesSchema, type LanesView } from '@daybook/timeline-contracts';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

let around: Surroundings;
let replica: Replica;
let token: string;

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
const note = (minute: number, fields: object = {}) => ({
  ...{ incidentId: 'outage', type: 'annotate', occurredAt: at(minute), ...fields },
});

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  around.log.append(
    note(0, { type: 'trigger', channel: 'monitoring' }),
    note(1, { type: 'notify', agent: { id: 'pager', type: 'service' } }),
    note(2, { agent: { id: 'ann', name: 'Ann of old', type: 'user' }, channel: { type: 'chat' } }),
    note(3, { agent: { id: 'ann', name: 'Ann', type: 'user' }, channel: { type: 'chat' } }),
    note(40, { agent: 'bob' }),
    note(59, { agent: 'ann' }),
    { incidentId: 'same', type: 'trigger', occurredAt: at(30), agent: { id: 'ann', name: 'Ann' } },
    { incidentId: 'same', type: 'merge', occurredAt: at(31), details: { into: 'outage' } },
    { account: 'other', incidentId: 'outage', type: 'trigger', occurredAt: at(3), agent: 'eve' },
  );
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

const ask = (incident: string, query = '') =>
  request(replica.url)
    .get(`/v1/incidents/${incident}/lanes?${query}`)
    .set('Authorization', `Bearer ${token}`);

async function lanes(query = ''): Promise<LanesView> {
  const { body } = await ask('outage', query).expect(200);
  return lanesSchema.strict().parse(body);
}

it('counts the entries of each agent by parts of the time, merged incidents among them, the busiest first', async () => {
  expect(await lanes('buckets=6')).toEqual({
    ...{ by: 'agent', since: at(0), bucketMs: expect.any(Number), watermark: around.log.headText },
    lanes: [
      { id: 'ann', name: 'Ann', total: 4, counts: [2, 0, 0, 1, 0, 1] },
      { id: 'bob', name: 'bob', total: 1, counts: [0, 0, 0, 0, 1, 0] },
      { id: 'pager', name: 'pager', total: 1, counts: [1, 0, 0, 0, 0, 0] },
    ],
    without: { total: 2, counts: [1, 0, 0, 1, 0, 0] },
    others: { lanes: 0, total: 0, counts: [0, 0, 0, 0, 0, 0] },
  });
});

it('counts those of each channel, too', async () => {
  const { lanes: channels, without } = await lanes('by=channel&buckets=2');
  expect(channels.map(({ id, total }) => [id, total])).toEqual([
    ['chat', 2],
    ['monitoring', 1],
  ]);
  expect(without.total).toBe(5);
});

it('names each as its newest entry does', async () => {
  const { lanes: early } = await lanes(`until=${at(30)}`);
  expect(early[0]).toMatchObject({ id: 'ann', name: 'Ann', total: 2 });
});

it('folds the others into one, or tells those that are asked for', async () => {
  const busiest = await lanes('lanes=1&buckets=1');
  expect(busiest.lanes.map(({ id }) => id)).toEqual(['ann']);
  expect(busiest.others).toEqual({ lanes: 2, total: 2, counts: [2] });
  const asked = await lanes('lane=pager&lane=gone&buckets=1');
  expect(asked.lanes.map(({ id, total }) => [id, total])).toEqual([
    ['pager', 1],
    ['gone', 0],
  ]);
  expect(asked.others).toEqual({ lanes: 2, total: 5, counts: [5] });
});

it('counts what a filter or an overview leaves', async () => {
  const overview = await lanes('overview=true');
  expect(overview.lanes.map(({ id }) => id)).toEqual(['ann', 'bob']);
  const narrowed = await lanes(`buckets=2&type=annotate&since=${at(2)}&until=${at(42)}`);
  expect(narrowed).toMatchObject({ since: at(2), bucketMs: 20 * 60_000 });
  expect(narrowed.lanes.map(({ id, counts }) => [id, counts])).toEqual([
    ['ann', [2, 0]],
    ['bob', [0, 1]],
  ]);
});

it('refuses what it can’t answer, by name', async () => {
  expect((await ask('none')).body).toMatchObject({ status: 404, code: 'incident_not_found' });
  expect((await ask('outage', 'lanes=51')).body).toMatchObject({ status: 400, field: 'lanes' });
  expect((await ask('outage', 'by=team')).body).toMatchObject({ status: 400, field: 'by' });
  expect((await ask('outage', `since=${at(2)}&until=${at(1)}`)).body).toMatchObject({
    status: 400,
    field: 'since',
  });
});
