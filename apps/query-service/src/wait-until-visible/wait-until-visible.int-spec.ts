import { decodeCursor, encodeCursor } from '@daybook/timeline-contracts';
import { shardOf } from '@daybook/timeline-domain';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';

let around: Surroundings;
let replica: Replica;
let token: string;

beforeEach(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  replica = await around.start();
  await untilConsuming(replica, around);
  await around.relay.send(around.log.append({ incidentId: 'i' }));
  await untilComplete(replica, around.log);
});

afterEach(() => around.close());

interface Answer {
  readonly status: number;
  readonly ms: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;
}

async function get(path: string, from = replica): Promise<Answer> {
  const start = Date.now();
  const response = await request(from.url).get(path).set('Authorization', `Bearer ${token}`);
  const { status, body, headers } = response as unknown as Omit<Answer, 'ms'>;
  return { status, body, headers, ms: Date.now() - start };
}

it.each([
  ['a timeline', (after: string) => `/v1/incidents/i/timeline?after=${after}`],
  ['a list', (after: string) => `/v1/incidents?after=${after}`],
])('holds %s until the position is visible', async (_, path) => {
  const [entry] = around.log.append({ incidentId: 'i', summary: 'written' });
  const waiting = get(path(around.log.headText));
  await around.relay.send([entry!]);
  const { status, headers, ms } = await waiting;
  expect(status).toBe(200);
  expect(headers['daybook-watermark']).toBe(around.log.headText);
  expect(ms).toBeLessThan(2_000);
});

it('holds an entry until it is there', async () => {
  const [entry] = around.log.append({ incidentId: 'i' });
  const waiting = get(`/v1/entries/${entry!.id}?includes=${entry!.id.toUpperCase()}`);
  await around.relay.send([entry!]);
  expect(await waiting).toMatchObject({ status: 200, body: { id: entry!.id } });
});

it.each([
  ['a timeline', '/v1/incidents/i/timeline?limit=1', {}, '"further"'],
  ['a search', '/v1/entries?limit=1&order=asc', {}, '"further"'],
  // Late, so that the incident stays where it is among the others.
  ['a list of incidents', '/v1/incidents?limit=1', { occurredAt: '2026-01-01T00:00:00Z' }, '"entryCount":3'],
])(
  'holds a page of %s until it is as complete as the first one was elsewhere',
  async (_, path, more, shown) => {
    await around.relay.send(around.log.append({ incidentId: 'i' }, { incidentId: 'b' }));
    await untilComplete(replica, around.log);
    const cursor = decodeCursor((await get(path)).body.next as string)!;
    const further = around.log.append({ incidentId: 'i', summary: 'further', ...more });
    const asOf = around.log.headText;
    const page = get(`${path.replace('limit=1', 'limit=9')}&cursor=${encodeCursor({ ...cursor, asOf })}`);
    await around.relay.send(further);
    const { status, body } = await page;
    expect(status).toBe(200);
    expect(body.changesAfter).toBe(asOf);
    expect(JSON.stringify(body)).toContain(shown);
  },
);

it('goes on with a list of a log that is followed no more', async () => {
  await around.relay.send(around.log.append({ incidentId: 'i' }));
  await untilComplete(replica, around.log);
  const path = '/v1/incidents/i/timeline?limit=1';
  const cursor = decodeCursor((await get(path)).body.next as string)!;
  const elsewhere = encodeCursor({ ...cursor, asOf: 'elsewhere:1:9' });
  expect(await get(`${path}&cursor=${elsewhere}`)).toMatchObject({ status: 200 });
});

it('answers at once what is visible already', async () => {
  const { id } = around.log.entries[0]!;
  const { status, ms } = await get(`/v1/incidents/i/timeline?after=local:1:1&includes=${id}`);
  expect(status).toBe(200);
  expect(ms).toBeLessThan(1_000);
});

it('waits for the shard of the incident alone, though another shard has a hole', async () => {
  const mine = shardOf('acme', 'i');
  const other = ['a', 'b', 'c', 'd', 'e'].find((name) => shardOf('acme', name) !== mine)!;
  const [, entry] = around.log.append({ incidentId: other }, { incidentId: 'i' });
  // The other shard's entry is lost on the way, and the feed is down, so that nothing repairs it.
  around.feed.down = true;
  await around.relay.send([entry!]);
  const { status, body } = await get(`/v1/incidents/i/timeline?after=${around.log.headText}`);
  expect(status).toBe(200);
  expect(body['entries']).toHaveLength(2);
  const list = await get(`/v1/incidents?after=${around.log.headText}`);
  expect(list).toMatchObject({ status: 504, body: { code: 'not_visible_yet', watermark: 'local:1:1' } });
});

it('gives up after 5 s on what does not come: a position, the next epoch, an entry', async () => {
  const wanted = ['after=local:1:99', 'after=local:2:1', 'includes=019ca8bd-9f02-7a31-8c4d-5e6f70819203'];
  const answers = await Promise.all(wanted.map((query) => get(`/v1/incidents/i/timeline?${query}`)));
  for (const { status, ms, body, headers } of answers) {
    expect(status).toBe(504);
    expect(ms).toBeGreaterThanOrEqual(4_900);
    expect(ms).toBeLessThan(7_000);
    expect(headers['retry-after']).toBe('1');
    expect(headers['content-type']).toContain('application/problem+json');
    expect(headers['daybook-watermark']).toBe('local:1:1');
    expect(body).toMatchObject({ code: 'not_visible_yet', watermark: 'local:1:1' });
  }
});

it('says at once that it follows another log', async () => {
  const { status, body } = await get('/v1/incidents?after=elsewhere:1:1');
  expect(status).toBe(409);
  expect(body).toMatchObject({ code: 'other_log', field: 'after', log: 'local', epoch: 1 });
});

it('sees what another replica applies', async () => {
  const standby = await around.start();
  await untilConsuming(standby, around);
  const [entry] = around.log.append({ incidentId: 'i' });
  const waiting = [
    get(`/v1/incidents/i/timeline?after=${around.log.headText}`, standby),
    get(`/v1/incidents/i/timeline?includes=${entry!.id}`, standby),
  ];
  await around.relay.send([entry!]);
  for (const answer of await Promise.all(waiting)) {
    expect(answer.status).toBe(200);
    expect(answer.body['entries']).toHaveLength(2);
    expect(answer.ms).toBeLessThan(2_000);
  }
});

it('says 503 instead when the store goes away meanwhile', async () => {
  const waiting = get('/v1/incidents?includes=019ca8bd-9f02-7a31-8c4d-5e6f70819203');
  around.mongoWire.cut();
  expect(await waiting).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
});
