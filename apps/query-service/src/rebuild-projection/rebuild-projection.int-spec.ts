import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@daybook/test-servers';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';
import type { Fact } from '../../test/test-log.js';
import { createLogger } from '../logger.js';
import { FeedClient } from '../project-entries/feed-client.js';
import { dropGenerations } from './drop-generations.js';
import { listGenerations } from './list-generations.js';
import { RebuildLock } from './rebuild-lock.js';
import { rebuildProjection, type RebuildOptions } from './rebuild-projection.js';

const logger = createLogger('silent');
let around: Surroundings;
let replica: Replica;

beforeEach(async () => {
  around = await surroundings();
  around.feed.largestPage = 150;
  replica = await around.start();
  await untilConsuming(replica, around);
});

afterEach(() => around.close());

/** Ten of an incident in a row: a batch writes few incidents, each a full document. */
const facts = (count: number): Fact[] =>
  Array.from({ length: count }, (_, n) => ({
    incidentId: `i${Math.floor(n / 10)}`,
    type: n % 3 === 0 ? 'trigger' : 'annotate',
  }));

function rebuild(options: Partial<RebuildOptions> = {}) {
  const feed = new FeedClient(around.feed.url, 'feed-token', logger);
  const { mongodbUrl } = around;
  return rebuildProjection(
    { mongodbUrl, feed, logger },
    { signal: new AbortController().signal, ...options },
  );
}

const untilOn = (generation: number, ...replicas: Replica[]) =>
  waitFor(() => replicas.every(({ store }) => store.generation === generation), {
    what: `generation ${generation} on every replica`,
    timeoutMs: 40_000,
  });

async function incidentsOf({ store }: Replica): Promise<object[]> {
  const found = await store.incidents.find().sort({ _id: 1 }).toArray();
  return found.map(({ version: _writes, ...rest }) => rest);
}

it('builds a generation and goes over to it while two replicas take what comes and show all they have shown', async () => {
  const second = await around.start();
  await untilConsuming(second, around);
  around.log.append(...facts(400));
  await around.relay.send(around.log.entries);
  await Promise.all([untilComplete(replica, around.log), untilComplete(second, around.log)]);

  let over = false;
  const appending = (async () => {
    while (!over) {
      await around.relay.send(around.log.append(...facts(20)));
      await untilComplete(replica, around.log);
    }
  })();
  const lost: string[] = [];
  const reading = [replica, second].map(async ({ store, progress }) => {
    let shown = 0;
    // At a reader's pace, so that the store has time for the rebuild.
    for (; !over; await sleep(100)) {
      const { position } = progress.watermark;
      if (position < shown) lost.push(`the watermark fell from ${shown} to ${position}`);
      shown = position;
      const upToHere = { account: 'acme', epoch: 1, position: { $lte: position } };
      const found = await store.read(() => store.entries.countDocuments(upToHere));
      if (found !== position) lost.push(`${found} of ${position}`);
    }
  });
  try {
    const { generation, replaced, compared } = await rebuild();
    expect([generation, replaced]).toEqual([2, 1]);
    expect(compared.entries).toMatchObject({ differing: 0, onlyLive: 0, onlyNew: 0 });
    await untilOn(2, replica, second);
  } finally {
    over = true;
  }
  await Promise.all([appending, ...reading]);
  expect(lost).toEqual([]);

  await around.relay.send(around.log.append(...facts(50)));
  await Promise.all([untilComplete(replica, around.log), untilComplete(second, around.log)]);
  expect(await second.store.entries.countDocuments()).toBe(around.log.head);
  const counts = await second.store.incidents.find().toArray();
  expect(counts.reduce((sum, { entryCount }) => sum + entryCount, 0)).toBe(around.log.head);
});

it('is right where the live one is half empty, corrupt and of an older shape, and says how they differ', async () => {
  around.log.append(...facts(200));
  await around.relay.send(around.log.entries);
  await untilComplete(replica, around.log);
  const expected = await incidentsOf(replica);
  const { entries, incidents } = replica.store;
  const keyAt = (position: number) => `acme/${around.log.entries[position - 1]!.id}`;
  await entries.deleteMany({ position: { $gt: 150 } });
  await entries.updateMany({ position: { $lte: 100 } }, { $unset: { terms: 1, overviewIn: 1 } });
  await entries.updateOne({ position: 7 }, { $set: { body: '{}' } });
  await incidents.deleteMany({ incidentId: { $in: ['i1', 'i2'] } });

  const { compared } = await rebuild();
  await untilOn(2, replica);
  expect(compared.entries).toMatchObject({
    same: 50,
    otherShape: 99,
    differing: 1,
    onlyLive: 0,
    onlyNew: 50,
  });
  expect(compared.entries.examples).toContain(keyAt(7));
  expect(compared.incidents).toMatchObject({ onlyNew: 2, onlyLive: 0 });
  expect(await incidentsOf(replica)).toEqual(expected);
  expect(await replica.store.entries.countDocuments({ terms: { $exists: true } })).toBe(200);
});

it('goes on where it was interrupted, and refuses to be run twice at once', async () => {
  around.log.append(...facts(600));
  await around.relay.sendHead(around.log);
  await untilComplete(replica, around.log);
  const stop = new AbortController();
  let halfway = 0;
  await expect(
    rebuild({
      signal: stop.signal,
      onProgress: (position) => {
        halfway = position;
        if (position >= 200) stop.abort(new Error('enough'));
      },
    }),
  ).rejects.toThrow('enough');
  expect(await listGenerations(replica.store.generations)).toMatchObject([
    { generation: 1, state: 'live', entries: 600 },
    { generation: 2, state: 'unfinished', entries: halfway },
  ]);

  let twice: unknown;
  const report = await rebuild({
    onProgress: () => {
      twice ??= rebuild().catch((error: unknown) => error);
    },
  });
  expect(await twice).toMatchObject({ name: 'Refused' });
  expect(report).toMatchObject({ generation: 2, entries: 600 - halfway });
  await untilOn(2, replica);
  expect(await replica.store.entries.countDocuments()).toBe(600);
});

it('takes over from a process that has died', async () => {
  const { generations } = replica.store;
  const lock = await RebuildLock.take(generations, {});
  await expect(rebuild()).rejects.toThrow('is being built');
  const dead = { host: hostname(), pid: 2 ** 22 + 1 };
  await generations.change((before) => ({ ...before, rebuild: { ...before.rebuild!, ...dead } }));
  expect(await rebuild()).toMatchObject({ generation: 2 });
  await expect(lock.makeLive()).rejects.toThrow('another process');
});

it('stays with the old one while the feed is away, and follows once it is back', async () => {
  around.log.append(...facts(10));
  await around.relay.send(around.log.entries);
  await untilComplete(replica, around.log);
  const lock = await RebuildLock.take(replica.store.generations, {});
  around.feed.down = true;
  await lock.makeLive();
  await waitFor(() => replica.store.announced === 2, { what: 'the news', timeoutMs: 5_000 });
  await around.relay.send(around.log.append(...facts(10)));
  await untilComplete(replica, around.log);
  expect(replica.store.generation).toBe(1);
  around.feed.down = false;
  await untilOn(2, replica);
  expect(replica.progress.watermarkText).toBe(around.log.headText);
  expect(await replica.store.entries.countDocuments()).toBe(20);
});

it('keeps the old one until it is dropped, and can go back to it', async () => {
  around.log.append(...facts(30));
  await around.relay.send(around.log.entries);
  await untilComplete(replica, around.log);
  await rebuild();
  await untilOn(2, replica);
  await around.relay.send(around.log.append(...facts(5)));
  await untilComplete(replica, around.log);
  const { generations } = replica.store;
  expect(await rebuild({ generation: 1 })).toMatchObject({ generation: 1, replaced: 2, entries: 5 });
  await untilOn(1, replica);
  expect(await replica.store.entries.countDocuments()).toBe(35);

  await expect(dropGenerations(generations, 1)).rejects.toThrow('is live');
  await expect(dropGenerations(generations, 3)).rejects.toThrow('no generation 3');
  expect(await dropGenerations(generations)).toEqual([2]);
  expect(await listGenerations(generations)).toMatchObject([{ generation: 1, state: 'live', entries: 35 }]);
  expect(await generations.collectionsOf(2).entries.countDocuments()).toBe(0);
  expect(await rebuild()).toMatchObject({ generation: 3 });
});
