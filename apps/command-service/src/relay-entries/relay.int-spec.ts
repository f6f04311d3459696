import { waitFor } from '@daybook/test-servers';
import {
  ENTRIES_EXCHANGE,
  entryRecordedKey,
  logHeadKey,
  recordedEntryV1Schema,
} from '@daybook/timeline-contracts';
import { SHARD_COUNT, shardOf } from '@daybook/timeline-domain';
import { relaySurroundings, type RelaySurroundings } from '../../test/relay-surroundings.js';

let around: RelaySurroundings;

beforeEach(async () => {
  around = await relaySurroundings();
});

afterEach(() => around.close());

it('hands everything over in the order of positions, each under its own key', async () => {
  const arrivals = await around.arrivals();
  const before = await around.append(700, { account: 'acme' });
  await around.start();
  await arrivals.complete(700);
  const after = await around.append(700, { account: 'globex', type: 'Custom Kind' });
  await arrivals.complete(1_400);

  const keys = [...before, ...after].map(({ account, incidentId, type }) =>
    entryRecordedKey({ originLog: 'local', account, shard: shardOf(account, incidentId), type }),
  );
  const sent = arrivals.messages.map(({ fields }) => fields.routingKey);
  expect(sent.filter((key) => !key.startsWith('log-head.'))).toEqual(keys);
  expect(arrivals.entries.map(({ subject }) => subject)).toEqual([...before, ...after].map(({ id }) => id));
});

it('wraps an entry as the contract says, its content untouched', async () => {
  const arrivals = await around.arrivals();
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const body = '{"incidentId":"i","n":1e+21,"summary":"\\u0000 ✓","type":"t","é":[]}';
  const peer = { log: 'eu', epoch: 3, position: 77 };
  const [here] = await around.append(1, { incidentId: 'i', type: 't', body, traceparent });
  const [there] = await around.append(1, { incidentId: 'i', type: 't', origin: peer });
  await around.start();
  await arrivals.complete(2);

  const shard = shardOf('acme', 'i');
  const [first, second] = arrivals.messages;
  expect(first!.content.toString()).toContain(`"entry":${body}}`);
  expect(first!.properties).toMatchObject({
    contentType: 'application/cloudevents+json; charset=UTF-8',
    type: 'daybook.entry-recorded.v2',
    appId: 'daybook-command-service',
    messageId: 'local:1:1',
    deliveryMode: 2,
  });
  expect(second!.fields.routingKey).toBe(`entry-recorded.v2.eu.acme.${shard}.t`);
  const [one, two] = arrivals.entries;
  expect(one).toMatchObject({
    id: 'local:1:1',
    source: '/daybook/logs/local',
    subject: here!.id,
    traceparent,
  });
  expect(one!.time).toBe(one!.data.recordedAt);
  expect(two).not.toHaveProperty('traceparent');
  const at = { log: 'local', epoch: 1 };
  expect(one!.data).toEqual({
    ...{ account: 'acme', id: here!.id, ...at, position: 1, origin: { ...at, position: 1 } },
    ...{ shard, shardPrev: 0, recordedBy: 'spec', contentHash: here!.contentHash },
    ...{ receivedAt: new Date(here!.receivedAt).toISOString(), recordedAt: expect.any(String) },
    ...{ incidentId: 'i', type: 't', occurredAt: new Date(here!.occurredAt).toISOString() },
    entry: JSON.parse(body),
  });
  expect(two!.data).toMatchObject({ position: 2, origin: peer, shardPrev: 1, id: there!.id });
});

it('sends a redacted entry with its place and without its content', async () => {
  const arrivals = await around.arrivals();
  await around.append(1);
  await around.database.query('update log_entry set body = null, content_hash = null, salt = null');
  await around.start();
  await arrivals.complete(1);
  expect(recordedEntryV1Schema.parse(arrivals.entries[0]!.data)).toMatchObject({
    entry: null,
    contentHash: null,
  });
});

it('tells where the log ends, and the last position of each shard', async () => {
  const arrivals = await around.arrivals();
  await around.append(30);
  await around.start();
  const lastHead = () => arrivals.heads.at(-1);
  await waitFor(() => lastHead()?.position === 30, { what: 'the head', timeoutMs: 10_000 });
  const shardLast = new Array<number>(SHARD_COUNT).fill(0);
  for (const { data } of arrivals.entries) shardLast[data.shard] = data.position;
  expect(lastHead()).toEqual({ log: 'local', epoch: 1, position: 30, shardLast });
  expect(arrivals.messages.at(-1)!.fields.routingKey).toBe(logHeadKey('local'));

  // Also while nothing is appended, for readers that lost the last message.
  const told = arrivals.heads.length;
  await waitFor(() => arrivals.heads.length >= told + 2, { what: 'two more heads', timeoutMs: 5_000 });
  expect(lastHead()).toEqual(expect.objectContaining({ position: 30, shardLast }));
});

it('tells it also while it is busy, and never more than it has handed over', async () => {
  const arrivals = await around.arrivals();
  await around.append(12_000);
  await around.start();
  await arrivals.complete(12_000);
  const keys = arrivals.messages.map(({ fields }) => fields.routingKey);
  const lastEntry = keys.findLastIndex((key) => !key.startsWith('log-head.'));
  expect(keys.slice(0, lastEntry).filter((key) => key === logHeadKey('local')).length).toBeGreaterThan(1);
  let arrived = 0;
  let told = 0;
  for (const key of keys) {
    if (key.startsWith('log-head.')) expect(arrivals.heads[told++]!.position).toBeLessThanOrEqual(arrived);
    else arrived += 1;
  }
});

it('goes on where it stopped', async () => {
  await around.append(600);
  const first = await around.start();
  await waitFor(() => first.counted.checkpoint === 600, { what: 'the checkpoint', timeoutMs: 10_000 });
  await first.stop();
  const arrivals = await around.arrivals();
  await around.append(20);
  await around.start();
  await waitFor(() => arrivals.heads.at(-1)?.position === 620, { what: 'the head', timeoutMs: 10_000 });
  expect(arrivals.entries.map(({ data }) => data.position)).toEqual(
    Array.from({ length: 20 }, (_, index) => 601 + index),
  );
  // The heads of shards in which nothing came since the restart are known too.
  const shardLast = [...arrivals.heads.at(-1)!.shardLast];
  const rows = await around.database.query<{ heads: string[] }[]>(
    'select shard_heads as heads from log_head',
  );
  expect(shardLast).toEqual(rows[0]!.heads.map(Number));
});

it('passes over what no queue takes, and counts it', async () => {
  await around.append(550);
  const { counted } = await around.start();
  await waitFor(() => counted.checkpoint === 550, { what: 'the checkpoint', timeoutMs: 10_000 });
  expect(counted).toEqual({ published: 550, unroutable: 550, checkpoint: 550 });

  // A queue for one account: the other's entries are unroutable.
  const { queue } = await around.channel.assertQueue('', { exclusive: true });
  await around.channel.bindQueue(queue, ENTRIES_EXCHANGE, 'entry-recorded.v2.*.acme.#');
  await around.append(3, { account: 'acme' });
  await around.append(4, { account: 'globex' });
  await waitFor(() => counted.checkpoint === 557, { what: 'the checkpoint', timeoutMs: 10_000 });
  expect(counted).toEqual({ published: 557, unroutable: 554, checkpoint: 557 });
  expect((await around.channel.checkQueue(queue)).messageCount).toBe(3);
});

it('does not wait for its next look at the log when it is poked', async () => {
  const arrivals = await around.arrivals();
  const { relay } = await around.start({ pollMs: 600_000 });
  await around.append(1);
  relay.poke();
  await arrivals.complete(1, 5_000);
  for (let position = 2; position <= 20; position += 1) {
    await around.append(1);
    relay.poke();
    await arrivals.complete(position, 5_000);
  }
});
