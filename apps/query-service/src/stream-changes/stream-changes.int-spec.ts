import { jest } from '@jest/globals';
import { waitFor } from '@daybook/test-servers';
import request from 'supertest';
import { EventStream } from '../../test/event-stream.js';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';
import { TestLog, type Fact } from '../../test/test-log.js';

let around: Surroundings;
let replica: Replica;
let token: string;
let clients: EventStream[];

beforeEach(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  clients = [];
  replica = await around.start();
  await untilConsuming(replica, around);
});

afterEach(async () => {
  for (const client of clients) client.close();
  await around.close();
});

interface From {
  readonly at?: Replica;
  readonly lastEventId?: string;
  readonly as?: string;
}

async function open(
  path = '/v1/stream',
  { at = replica, lastEventId, as = token }: From = {},
): Promise<EventStream> {
  const client = await EventStream.open(at.url + path, {
    authorization: `Bearer ${as}`,
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  });
  clients.push(client);
  return client;
}

const facts = (from: number, count: number, incidentId?: string): Fact[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ incidentId: incidentId ?? `i${(from + n) % 10}`, summary: `s${from + n}` },
  }));

const names = (from: number, count: number): string[] => facts(from, count).map(({ summary }) => summary!);

const record = (...more: Fact[]): Promise<void> => around.relay.send(around.log.append(...more));

it('tells each entry once, in the order of positions, whatever the order in which they arrive', async () => {
  await record(...facts(0, 3));
  await untilComplete(replica, around.log);
  const client = await open();
  const { headers } = client.response;
  expect(headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'daybook-watermark': 'local:1:3',
  });
  await around.relay.send(around.log.append(...facts(3, 40)).toReversed());
  await client.untilEntries(40);
  expect(client.summaries).toStrictEqual(names(3, 40));
  expect(client.entries.map(({ id }) => id)).toStrictEqual(
    client.entries.map(({ data }) => data['position']),
  );
  expect(client.events[0]).toMatchObject({
    event: 'watermark',
    id: 'local:1:3',
    data: { watermark: 'local:1:3' },
  });
  expect(client.comments).toContain('local:1:3');
  expect(Number(client.retry)).toBeGreaterThanOrEqual(1_000);
});

it('tells of one incident, also before there is any entry of it, and of what a filter leaves', async () => {
  const [one, account, other] = [
    await open(`/v1/incidents/${encodeURIComponent('new/1')}/stream?type=notify`),
    await open('/v1/stream?type=notify&incident=else'),
    await open('/v1/stream', { as: await around.tokens.sign({ account: 'other' }) }),
  ];
  await record(
    ...[
      { incidentId: 'new/1', type: 'trigger', summary: '1' },
      { incidentId: 'new/1', type: 'notify', summary: '2' },
      { incidentId: 'else', type: 'notify', summary: '3' },
      { incidentId: 'new/1', type: 'notify', summary: '4' },
      { account: 'other', incidentId: 'else', type: 'notify', summary: '5' },
    ],
  );
  await Promise.all([one.untilEntries(2), account.untilEntries(1), other.untilEntries(1)]);
  expect([one, account, other].map(({ summaries }) => summaries)).toStrictEqual([['2', '4'], ['3'], ['5']]);
});

it('goes on without gap or repeat at another replica, and after a restart', async () => {
  await record(...facts(0, 20));
  await untilComplete(replica, around.log);
  const first = await open('/v1/stream?after=0');
  await first.untilEntries(20);
  const standby = await around.start();
  await untilComplete(standby, around.log);
  await replica.close();
  await first.untilEnded();

  await record(...facts(20, 30));
  const second = await open('/v1/stream?after=0', { at: standby, lastEventId: first.lastEventId! });
  await second.untilEntries(30);
  second.close();

  await record(...facts(50, 10));
  await untilComplete(standby, around.log);
  const third = await open('/v1/stream', { at: await around.start(), lastEventId: second.lastEventId! });
  await record(...facts(60, 10));
  await third.untilEntries(20);
  expect([first, second, third].flatMap(({ summaries }) => summaries)).toStrictEqual(names(0, 70));
});

it('takes over from a snapshot', async () => {
  await record(...facts(0, 5, 'i'));
  await untilComplete(replica, around.log);
  const { body } = await request(replica.url)
    .get('/v1/incidents/i/timeline?limit=500')
    .set('Authorization', `Bearer ${token}`);
  await record(...facts(5, 5, 'i'));
  const { changesAfter, entries } = body as { changesAfter: string; entries: { summary: string }[] };
  const client = await open(`/v1/incidents/i/stream?after=${changesAfter}`);
  await client.untilEntries(5);
  expect([...entries.map(({ summary }) => summary), ...client.summaries]).toStrictEqual(names(0, 10));
});

it('tells nothing behind a hole until it is filled', async () => {
  const client = await open();
  around.feed.down = true;
  const [lost, ...behind] = around.log.append(...facts(0, 10));
  await around.relay.send(behind);
  await waitFor(
    () => replica.progress.isVisible({ log: 'local', epoch: 1, position: 10 }, behind.at(-1)!.shard),
    {
      what: 'a shard without a hole',
      timeoutMs: 10_000,
    },
  );
  expect(client.entries).toStrictEqual([]);
  await around.relay.send([lost!]);
  await client.untilEntries(10);
  expect(client.summaries).toStrictEqual(names(0, 10));
});

it('shows a late fact when it is recorded, and no content once it is redacted', async () => {
  const client = await open();
  await record({ incidentId: 'i', summary: 'late', occurredAt: '2020-01-01T00:00:00Z' });
  await client.untilEntries(1);
  const { id } = around.log.entries[0]!;
  await record({ incidentId: 'i', type: 'redact', summary: 'private', details: { entryId: id } });
  await client.untilEntries(2);
  expect(client.entries[1]!.data).toMatchObject({ type: 'redact', details: { entryId: id } });
  const again = await open('/v1/stream?after=0');
  await again.untilEntries(2);
  expect(again.entries[0]!.data).toMatchObject({ id, summary: '', redacted: { reason: 'private' } });
});

it('ends when the log is restored, and refuses what was told before', async () => {
  await record(...facts(0, 3));
  await untilComplete(replica, around.log);
  const client = await open();
  const restored = new TestLog('local', 2);
  restored.append(...facts(0, 2));
  around.feed.log = restored;
  await around.relay.send(restored.entries);
  await client.untilEnded();
  const refused = await open('/v1/stream', { lastEventId: client.lastEventId! });
  expect(refused.response.statusCode).toBe(409);
  expect((await open('/v1/stream?after=local:1:1')).response.statusCode).toBe(409);
  const anew = await open('/v1/stream?after=0');
  await anew.untilEntries(2);
  expect(anew.entries[0]!.id).toBe('local:2:1');
});

it.each([
  ['/v1/stream?after=12', undefined, 'after'],
  ['/v1/stream?limit=2', undefined, 'limit'],
  ['/v1/incidents/i/stream?incident=j', undefined, 'incident'],
  ['/v1/stream', 'yesterday', 'Last-Event-ID'],
])('refuses %s with the last event %s', async (path, lastEventId, field) => {
  const asked = request(replica.url).get(path).set('Authorization', `Bearer ${token}`);
  if (lastEventId) void asked.set('Last-Event-ID', lastEventId);
  expect((await asked.expect(400)).body).toMatchObject({ code: 'invalid_request', field });
});

it('answers a HEAD request without opening a stream', async () => {
  await request(replica.url).head('/v1/stream').set('Authorization', `Bearer ${token}`).expect(200);
  expect(await openStreams()).toBe(0);
});

async function openStreams(at = replica): Promise<number> {
  const { text } = await request(at.url).get('/metrics').set('Authorization', `Bearer ${token}`);
  return Number(/^daybook_open_streams (\d+)$/m.exec(text)![1]);
}

it('ends with the token', async () => {
  const client = await open('/v1/stream', { as: await around.tokens.sign({ expiresInSeconds: 1 }) });
  expect(client.response.statusCode).toBe(200);
  await client.untilEnded();
});

it('lets one caller have so many streams, and takes another when one has gone', async () => {
  const strict = await around.start({ STREAMS_PER_CALLER: '2' });
  const opened = (as?: string) => open('/v1/stream', { at: strict, ...(as && { as }) });
  const [first] = [await opened(), await opened()];
  const { response } = await opened();
  expect(response.statusCode).toBe(429);
  expect(response.headers['retry-after']).toBe('15');
  const another = await around.tokens.sign({ subject: 'another' });
  expect((await opened(another)).response.statusCode).toBe(200);
  first.close();
  await waitFor(async () => (await openStreams(strict)) === 2, { what: 'a free place', timeoutMs: 5_000 });
  expect((await opened()).response.statusCode).toBe(200);
});

it.each(['cut', 'freeze'] as const)(
  'stays open while the store is away, and goes on: %s',
  async (failure) => {
    await record(...facts(0, 5));
    await untilComplete(replica, around.log);
    const [atHead, behind] = [await open(), await open('/v1/stream?after=0')];
    await behind.untilEntries(5);
    around.mongoWire[failure]();
    await record(...facts(5, 300));
    await request(replica.url).get('/v1/incidents').set('Authorization', `Bearer ${token}`).expect(503);
    const late = await open('/v1/stream?after=0');
    await around.mongoWire.restore();
    await waitFor(() => late.entries.length >= 305 && atHead.entries.length >= 300, {
      what: 'everything',
      timeoutMs: 25_000,
    });
    await behind.untilEntries(305);
    expect(atHead.summaries).toStrictEqual(names(5, 300));
    expect(behind.summaries).toStrictEqual(names(0, 305));
    expect(late.summaries).toStrictEqual(names(0, 305));
  },
  60_000,
);

it('reads for 200 streams once, and lets a slow one go at its own pace', async () => {
  const all = await Promise.all(Array.from({ length: 200 }, () => open()));
  const slow = all[0]!;
  slow.pause();
  await waitFor(async () => (await openStreams()) === 200, { what: '200 streams', timeoutMs: 10_000 });
  const text = 'x'.repeat(20_000);
  const finds = await countFinds(async () => {
    for (let round = 0; round < 5; round += 1) {
      await record(...facts(round * 20, 20).map((fact) => ({ ...fact, details: { text } })));
      await Promise.all(all.slice(1).map((client) => client.untilEntries((round + 1) * 20)));
    }
  });
  // One for each time the watermark rose, and it rises at most with each message.
  expect(finds).toBeLessThanOrEqual(100);
  slow.resume();
  await slow.untilEntries(100);
  for (const client of all) expect(client.summaries).toStrictEqual(names(0, 100));
}, 60_000);

/** How often entries were read by position. */
async function countFinds(work: () => Promise<void>): Promise<number> {
  const { entries } = replica.store;
  const find = jest.spyOn(entries, 'find');
  await work();
  const count = find.mock.calls.filter(([filter]) => filter && 'position' in filter).length;
  find.mockRestore();
  return count;
}
