import { waitFor } from '@daybook/test-servers';
import { deriveEntryId, summarizeIncident, timelineKeyOf, type SentEntry } from '@daybook/timeline-domain';
import fc from 'fast-check';
import type { IncidentDocument } from '../mongo/documents.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';
import type { Replica } from '../../test/replica.js';
import { TestLog, type Fact } from '../../test/test-log.js';
import { BatchApplier } from './batch-applier.js';
import { readFeedItem } from './incoming.js';

let around: Surroundings;
let replica: Replica;

beforeEach(async () => {
  around = await surroundings();
  replica = await around.start();
  await untilConsuming(replica, around);
});

afterEach(() => around.close());

const facts = (count: number, incidents = 5): Fact[] =>
  Array.from({ length: count }, (_, n) => ({
    incidentId: `incident ${n % incidents}`,
    type: ['trigger', 'annotate', 'acknowledge', 'resolve'][Math.floor(n / incidents) % 4]!,
    agent: `agent ${n % 3}`,
  }));

async function incidents(): Promise<Omit<IncidentDocument, 'version'>[]> {
  const found = await replica.store.incidents.find().sort({ _id: 1 }).toArray();
  return found.map(({ version: _, ...rest }) => rest);
}

/** What the incidents must be, straight from the log. */
function expectedIncidents({ entries }: TestLog): object[] {
  const ids = [...new Set(entries.map(({ entry }) => entry!.incidentId))].sort();
  return ids.map((incidentId) => {
    const own = entries.filter(({ entry }) => entry!.incidentId === incidentId);
    const keyed = own.map(({ id, entry }) => ({
      key: timelineKeyOf(id, entry as SentEntry),
      sent: entry as SentEntry,
    }));
    const keys = keyed.map(({ key }) => key).sort();
    return {
      ...summarizeIncident(keyed),
      incidentId,
      entryCount: own.length,
      firstKey: keys[0],
      lastKey: keys.at(-1),
    };
  });
}

it('projects what arrives in order, and its watermark follows without a head or the feed', async () => {
  around.feed.down = true;
  around.log.append(...facts(300));
  await around.relay.send(around.log.entries);
  await untilComplete(replica, around.log);
  expect(await replica.store.entries.countDocuments()).toBe(300);
  expect(await incidents()).toMatchObject(expectedIncidents(around.log));
});

it('changes nothing when everything comes again', async () => {
  around.log.append(...facts(100));
  await around.relay.send(around.log.entries);
  await untilComplete(replica, around.log);
  const before = await incidents();
  await around.relay.send(around.log.entries.toReversed());
  around.log.append({ incidentId: 'the last one' });
  await around.relay.send(around.log.entries.slice(-1));
  await untilComplete(replica, around.log);
  expect((await incidents()).filter(({ incidentId }) => incidentId !== 'the last one')).toEqual(before);
});

it('ends with the same incidents whatever the order of arrival', async () => {
  around.log.append(...facts(120, 4));
  await around.relay.send(fc.sample(fc.shuffledSubarray(around.log.entries, { minLength: 120 }), 1)[0]!);
  await around.relay.sendHead(around.log);
  await untilComplete(replica, around.log);
  expect(await incidents()).toMatchObject(expectedIncidents(around.log));
});

it('goes on with what was not settled after the broker connection breaks', async () => {
  around.log.append(...facts(2_000));
  const sending = around.relay.send(around.log.entries);
  await waitFor(() => replica.progress.head > 0, { what: 'the first entries', timeoutMs: 5_000 });
  around.rabbitWire.cut();
  await sending;
  await around.rabbitWire.restore();
  await untilComplete(replica, around.log);
  expect(await replica.store.entries.countDocuments()).toBe(2_000);
  expect(await incidents()).toMatchObject(expectedIncidents(around.log));
});

it('parks what it can’t read, passes it, and takes the truth from the feed', async () => {
  const [first, second] = around.log.append(...facts(2, 1));
  await around.relay.sendRaw(first!, '{"type":"daybook.entry-rec');
  await around.relay.sendRaw(first!, '{"type":"daybook.entry-rec');
  await around.relay.send([second!]);
  await untilComplete(replica, around.log);
  expect(await replica.store.entries.countDocuments()).toBe(2);
  const [parked, ...more] = await replica.store.parked.find().toArray();
  expect(more).toEqual([]);
  expect(parked).toMatchObject({ source: 'queue', raw: '{"type":"daybook.entry-rec', attempts: 2 });
  expect(parked!.reason).toContain('JSON');
});

it('passes what the feed can’t give readably either, and lists it', async () => {
  const [, bad] = around.log.append(...facts(3, 1));
  around.feed.instead.set(bad!.position, { ...bad, entry: { ...bad!.entry, occurredAt: 'once' } });
  await around.relay.send(around.log.entries.filter((entry) => entry !== bad));
  await untilComplete(replica, around.log);
  expect(await replica.store.entries.countDocuments()).toBe(2);
  expect(await replica.store.parked.find().toArray()).toMatchObject([{ source: 'feed', attempts: 1 }]);
});

it('keeps accounts apart and odd names whole', async () => {
  const odd = ['a/b', 'ü — 火', '$set', 'x.y', ' '];
  around.log.append(
    ...odd.map((incidentId) => ({ incidentId, type: 'trigger', details: { $inc: { 'a.b': 1 } } })),
    { account: 'b', incidentId: 'a/b' },
    { account: 'a', incidentId: 'b/b' },
  );
  await around.relay.send(around.log.entries);
  await untilComplete(replica, around.log);
  const found = (await incidents()).map(({ account, incidentId, entryCount }) => [
    account,
    incidentId,
    entryCount,
  ]);
  expect(found).toEqual(
    expect.arrayContaining([...odd.map((id) => ['acme', id, 1]), ['b', 'a/b', 1], ['a', 'b/b', 1]]),
  );
  expect(found).toHaveLength(7);
});

it('gives the same incidents through any batches, permuted and repeated, and by several writers at once', async () => {
  const applier = replica.app.get(BatchApplier, { strict: false });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(11), { minLength: 1, maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      async (order, sizes) => {
        run += 1;
        const account = `run-${run}`;
        // Each run goes on with the log, and leaves no hole in it.
        const entries = around.log.append(...facts(12, 2).map((fact) => ({ ...fact, account })));
        const arrivals = [...order.map((index) => entries[index]!), ...entries].map(readFeedItem);
        const batches: (typeof arrivals)[] = [];
        for (let turn = 0; arrivals.length > 0; turn += 1) {
          batches.push(arrivals.splice(0, sizes[turn % sizes.length]));
        }
        await Promise.all(batches.map((batch) => applier.apply('queue', batch)));
        const own = new TestLog();
        own.entries.push(...entries);
        const found = await replica.store.incidents.find({ account }).sort({ _id: 1 }).toArray();
        expect(found).toMatchObject(expectedIncidents(own));
      },
    ),
    { numRuns: 25 },
  );
  await untilComplete(replica, around.log);
});

it('writes a large batch in parts as it writes small ones, also where entries move from one part to the other', async () => {
  const applier = replica.app.get(BatchApplier, { strict: false });
  const id = (n: number) => deriveEntryId(Date.UTC(2026, 2, 1) + n * 1_000, 0, 'a'.repeat(32));
  const many = (account: string): Fact[] => [
    ...facts(400, 40).map((fact, n) => ({ ...fact, account, id: id(n), summary: `fact ${n}` })),
    ...Array.from({ length: 40 }, (_, n) => ({
      ...{ account, id: id(400 + n), incidentId: `incident ${n}`, type: 'move', summary: 'not ours' },
      details: { entryId: id(n + 40), incidentId: `incident ${(n * 7 + 3) % 40}` },
    })),
  ];
  const read = (account: string) => around.log.append(...many(account)).map(readFeedItem);
  await applier.apply('queue', read('whole'));
  for (const rest = read('small'); rest.length > 0;) await applier.apply('queue', rest.splice(0, 20));

  const found = async (account: string) => {
    const documents = await replica.store.incidents.find({ account }).sort({ incidentId: 1 }).toArray();
    return documents.map(({ _id, account: _, terms: _terms, version, countedTo, ...rest }) => rest);
  };
  expect(await found('whole')).toHaveLength(40);
  expect(await found('whole')).toEqual(await found('small'));
  await untilComplete(replica, around.log);
});
