import { jest } from '@jest/globals';
import { waitFor } from '@daybook/test-servers';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';
import { TestLog, type Fact } from '../../test/test-log.js';
import { ReadModelWriter } from './read-model-writer.js';

let around: Surroundings;

beforeEach(async () => {
  around = await surroundings();
});

afterEach(() => around.close());

const facts = (count: number): Fact[] =>
  Array.from({ length: count }, (_, n) => ({ incidentId: `i${n % 20}` }));

it('reads the history that no queue holds, from the start', async () => {
  around.log.append(...facts(400));
  around.feed.largestPage = 150;
  const replica = await around.start();
  await untilComplete(replica, around.log);
  expect(await replica.store.entries.countDocuments()).toBe(400);
  expect(around.feed.pages()).toBeGreaterThanOrEqual(3);
});

it('reads a history from the feed while the queue is alive and tells of it', async () => {
  around.log.append(...facts(800));
  around.feed.largestPage = 150;
  around.feed.down = true;
  const replica = await around.start();
  await waitFor(async () => (await replica.health()).mode === 'without-command-service', {
    what: 'the broker alone',
    timeoutMs: 10_000,
  });
  await around.relay.sendHead(around.log);
  await waitFor(() => replica.progress.head === 800, { what: 'the head', timeoutMs: 5_000 });
  expect(replica.progress.watermark.position).toBe(0);
  around.feed.down = false;
  let reading = true;
  const heads = (async () => {
    while (reading) await around.relay.sendHead(around.log);
  })();
  await untilComplete(replica, around.log).finally(() => (reading = false));
  await heads;
});

it('repairs a hole in the middle, and one at the very end that only a head tells of', async () => {
  const replica = await around.start();
  await untilConsuming(replica, around);
  around.log.append(...facts(60));
  const lost = [7, 8, 30, 60];
  await around.relay.send(around.log.entries.filter(({ position }) => !lost.includes(position)));
  await around.relay.sendHead(around.log);
  await untilComplete(replica, around.log);
  expect(await replica.store.entries.countDocuments()).toBe(60);
});

it('takes a queue that is only slow for no hole', async () => {
  const replica = await around.start();
  await untilConsuming(replica, around);
  const { completeAt } = replica.progress;
  await waitFor(() => replica.progress.completeAt > completeAt + 1_000, {
    ...{ what: 'a queue that has long been silent', timeoutMs: 10_000 },
  });
  const writer = replica.app.get(ReadModelWriter, { strict: false });
  const write = writer.write.bind(writer);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const slow = jest.spyOn(writer, 'write').mockImplementationOnce(async (entries) => {
    await released;
    await write(entries);
  });
  await around.relay.send(around.log.append(...facts(50)));
  await waitFor(() => slow.mock.calls.length > 0, { what: 'a batch that takes long', timeoutMs: 5_000 });
  // As a batch before it would have told.
  replica.progress.writable('local', 1)!.completeness.logEndedAt(50, Date.now());
  const sources = new Set<string>();
  await waitFor(
    async () => {
      const { source, lagMs } = await replica.health();
      sources.add(source);
      return lagMs > 3_000;
    },
    { what: 'a lag of seconds', timeoutMs: 20_000 },
  ).finally(release);
  expect([...sources]).toEqual(['queue']);
  await untilComplete(replica, around.log);
});

it('notices by itself that the relay tells nothing', async () => {
  const replica = await around.start();
  await untilConsuming(replica, around);
  around.log.append(...facts(10));
  await untilComplete(replica, around.log);
});

it('reads the feed while the broker is gone, and the queue again afterwards', async () => {
  const replica = await around.start();
  await untilConsuming(replica, around);
  around.rabbitWire.cut();
  await waitFor(async () => (await replica.health()).mode === 'without-rabbitmq', {
    what: 'mode without-rabbitmq',
    timeoutMs: 5_000,
  });
  const missed = around.log.append(...facts(200));
  await untilComplete(replica, around.log);
  expect(replica.progress.lag()).toBeLessThan(2_000);

  await around.rabbitWire.restore();
  await untilConsuming(replica, around);
  await around.relay.send(missed);
  around.feed.down = true;
  const later = around.log.append(...facts(50));
  await around.relay.send(later);
  await untilComplete(replica, around.log);
  expect(await replica.store.entries.countDocuments()).toBe(250);
});

it('is repaired by the feed while the broker hangs', async () => {
  const replica = await around.start();
  await untilConsuming(replica, around);
  around.rabbitWire.freeze();
  around.log.append(...facts(20));
  await untilComplete(replica, around.log);
});

it('starts again from 0 in the epoch that a restore has begun, and moves what was there', async () => {
  const replica = await around.start();
  await untilConsuming(replica, around);
  const [one, two, three] = around.log.append(...facts(3));
  await around.relay.send(around.log.entries);
  await untilComplete(replica, around.log);

  // The backup had only the first; the third was sent again after the restore, before the second.
  const restored = new TestLog('local', 2);
  for (const { id, entry } of [one!, three!, two!]) restored.append({ ...entry!, id });
  around.feed.log = restored;
  await around.relay.send(restored.entries.slice(2));
  await untilComplete(replica, restored);
  const stored = await replica.store.entries.find().sort({ position: 1 }).toArray();
  expect(stored.map(({ _id, epoch, position }) => [_id, epoch, position])).toEqual([
    [`acme/${one!.id}`, 2, 1],
    [`acme/${three!.id}`, 2, 2],
    [`acme/${two!.id}`, 2, 3],
  ]);

  // What is left of the old epoch in the queue counts no more.
  await around.relay.send(around.log.append(...facts(1)));
  const later = restored.append({ incidentId: 'i1' });
  await around.relay.send(later);
  await untilComplete(replica, restored);
  const counts = await replica.store.incidents.find().toArray();
  expect(counts.reduce((sum, { entryCount }) => sum + entryCount, 0)).toBe(4);
});

it('learns of a restore from the feed alone', async () => {
  const replica = await around.start();
  around.log.append(...facts(3));
  await untilComplete(replica, around.log);
  const restored = new TestLog('local', 2);
  restored.append(...facts(5));
  around.feed.log = restored;
  await untilComplete(replica, restored);
});

it('takes up where it stopped, without reading everything again', async () => {
  around.log.append(...facts(30));
  const first = await around.start();
  await untilComplete(first, around.log);
  await first.close();
  around.feed.down = true;
  const second = await around.start();
  await waitFor(() => second.progress.watermarkText === around.log.headText, {
    what: 'the stored watermark',
    timeoutMs: 5_000,
  });
});

it('reads everything again when somebody has dropped the read model', async () => {
  around.log.append(...facts(30));
  const replica = await around.start();
  await untilComplete(replica, around.log);
  const { watermarks, incidents, entries } = replica.store;
  const indexes = (await entries.indexes()).length;
  // The watermarks last: without them it begins again at once, and would write what is dropped behind it.
  await incidents.drop();
  await entries.drop();
  await watermarks.drop();
  await waitFor(async () => (await replica.store.entries.countDocuments()) === 30, {
    what: 'the entries',
    timeoutMs: 10_000,
  });
  await untilComplete(replica, around.log);
  await waitFor(async () => (await replica.store.entries.indexes()).length === indexes, {
    what: 'the indexes',
    timeoutMs: 5_000,
  });
});

it('says that lag grows when neither broker nor command-service answers', async () => {
  const replica = await around.start();
  await untilConsuming(replica, around);
  around.log.append(...facts(3));
  await untilComplete(replica, around.log);
  await waitFor(() => replica.progress.lag() === 0, { what: 'no lag', timeoutMs: 5_000 });
  around.feed.down = true;
  around.rabbitWire.cut();
  await waitFor(() => replica.progress.lag() > 2_500, { what: 'a lag that grows', timeoutMs: 10_000 });
  const { mode, lagMs } = await replica.health();
  expect(mode).toBe('without-rabbitmq+without-command-service');
  expect(lagMs).toBeGreaterThan(2_500);
  around.feed.down = false;
  await waitFor(() => replica.progress.lag() === 0, { what: 'no lag', timeoutMs: 5_000 });
});

it('says so when the log is shorter than what was read from it', async () => {
  const replica = await around.start();
  await untilConsuming(replica, around);
  around.log.append(...facts(30));
  await untilComplete(replica, around.log);
  const shorter = new TestLog();
  shorter.append(...facts(2));
  around.feed.log = shorter;
  await waitFor(async () => (await replica.health()).mode === 'log-shorter-than-read-model', {
    what: 'the mode',
    timeoutMs: 10_000,
  });
  expect(replica.progress.watermark.position).toBe(30);
});
