import { jest } from '@jest/globals';
import { waitFor } from '@daybook/test-servers';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';
import { type Fact } from '../../test/test-log.js';
import { createLogger } from '../logger.js';
import type { EntryDocument, IncidentDocument } from '../mongo/documents.js';
import { FeedClient } from '../project-entries/feed-client.js';
import { checkProjection, repairProjection } from './check-projection.js';

// Each reads the whole read model several times, which the slowest stand-in for MongoDB takes its time for.
jest.setTimeout(120_000);

const logger = createLogger('silent');
const id = (number: number) => `019ca8bd-9f02-7a31-8c4d-${String(number).padStart(12, '0')}`;
const amend = (type: string, entry: number, target: number, changes?: object): Fact => ({
  ...{ id: id(entry), incidentId: 'amended', type, summary: 'why' },
  details: { entryId: id(target), ...(changes && { changes }) },
});

let around: Surroundings;
let replica: Replica;
let before: { entries: EntryDocument[]; incidents: Omit<IncidentDocument, 'version'>[] };

beforeAll(async () => {
  around = await surroundings();
  around.feed.largestPage = 150;
  replica = await around.start();
  await untilConsuming(replica, around);
  around.log.append(
    ...Array.from({ length: 400 }, (_, n) => ({
      incidentId: `i${n % 30}`,
      type: ['trigger', 'annotate', 'acknowledge', 'resolve'][Math.floor(n / 30) % 4]!,
      account: n % 2 ? 'acme' : 'a-b',
    })),
    ...[1, 2, 3].map((n) => ({ id: id(n), incidentId: 'amended', type: 'trigger', summary: `secret ${n}` })),
    amend('revise', 4, 1, { summary: 'better', occurredAt: '2026-02-01T00:00:00Z' }),
    amend('revise', 5, 2, { summary: 'worse' }),
    amend('revise', 6, 3, { summary: 'secret' }),
    amend('redact', 7, 3),
    amend('redact', 8, 5),
  );
  await around.relay.send(around.log.entries);
  await untilComplete(replica, around.log);
  before = await everything();
});

afterAll(() => around.close());

async function everything() {
  const { entries, incidents } = replica.store;
  const summaries = await incidents.find().sort({ _id: 1 }).toArray();
  return {
    entries: (await entries.find().sort({ _id: 1 }).toArray()).map((entry) =>
      entry.redacted ? { ...entry, amendments: 0 } : entry,
    ),
    incidents: summaries.map(({ version: _writes, ...rest }) => rest),
  };
}

const servers = () => ({
  mongodbUrl: around.mongodbUrl,
  feed: new FeedClient(around.feed.url, 'feed-token', logger),
  logger,
});
const options = { signal: new AbortController().signal };
const check = () => checkProjection(servers(), options);
const keyAt = (position: number) => {
  const { account, id: own } = around.log.entries[position - 1]!;
  return `${account}/${own}`;
};

it('finds nothing wrong with what the projector has written, also of what was revised and redacted', async () => {
  expect(await check()).toMatchObject({
    ...{ generation: 1, watermark: { position: 408 }, entries: 408, incidents: 31, unreadable: 0 },
    ...{ differences: {}, first: [] },
  });
});

it('knows what the log has redacted from what was altered', async () => {
  const blank = (position: number) => {
    const { contentHash: _hash, entry: _content, ...place } = around.log.entries[position - 1]!;
    around.feed.instead.set(position, { ...place, contentHash: null, entry: null });
  };
  [403, 405, 406].forEach(blank);
  const { differences, first } = await check();
  around.feed.instead.clear();
  expect([differences, first]).toEqual([{}, []]);
});

describe.each<[string, () => Promise<unknown>, object]>([
  [
    'a deleted entry',
    () => replica.store.entries.deleteOne({ position: 7 }),
    { 'missing entry': 1, 'altered incident': 1 },
  ],
  [
    'a deleted revision',
    () => replica.store.entries.deleteOne({ _id: `acme/${id(4)}` }),
    { 'missing entry': 1, 'altered entry': 1, 'altered incident': 1 },
  ],
  [
    'a changed field',
    () => replica.store.entries.updateOne({ position: 300 }, { $set: { body: '{"summary":"other"}' } }),
    { 'altered entry': 1 },
  ],
  [
    'fields that an older service did not write',
    () =>
      replica.store.entries.updateMany({ position: { $lte: 5 } }, { $unset: { terms: 1, overviewIn: 1 } }),
    { 'altered entry': 5 },
  ],
  [
    'a surplus entry',
    () =>
      replica.store.entries.insertOne({ ...before.entries[0]!, _id: `acme/${id(99)}`, incidentId: 'ghost' }),
    { 'surplus entry': 1, 'missing incident': 1 },
  ],
  [
    'an entry behind the end of the log',
    () => replica.store.entries.insertOne({ ...before.entries[0]!, _id: `acme/${id(98)}`, position: 9_999 }),
    { 'surplus entry': 1, 'altered incident': 1 },
  ],
  [
    'an entry that stands in the place of another',
    async () => {
      await replica.store.entries.deleteOne({ position: 20 });
      const other = await replica.store.entries.findOne({ position: 80 });
      await replica.store.entries.insertOne({ ...other!, _id: `acme/${id(97)}`, position: 20 });
    },
    { 'missing entry': 1, 'surplus entry': 1 },
  ],
  [
    'a changed incident',
    () =>
      replica.store.incidents.updateOne(
        { incidentId: 'i3' },
        { $set: { status: 'resolved', entryCount: 1 } },
      ),
    { 'altered incident': 1 },
  ],
  [
    'a deleted incident',
    () => replica.store.incidents.deleteOne({ incidentId: 'i3' }),
    { 'missing incident': 1 },
  ],
  [
    'a surplus incident',
    async () => {
      const other = await replica.store.incidents.findOne({ incidentId: 'i3' });
      await replica.store.incidents.insertOne({ ...other!, _id: 'acme/ghost', incidentId: 'ghost' });
    },
    { 'surplus incident': 1 },
  ],
])('%s', (_what, damage, expected) => {
  it('is found, and mended', async () => {
    await damage();
    const { differences, first } = await check();
    expect(differences).toMatchObject(expected);
    expect(first.length).toBeGreaterThan(0);
    await repairProjection(servers(), options);
    expect(await check()).toMatchObject({ differences: {} });
    expect(await everything()).toEqual(before);
  });
});

it('names what differs', async () => {
  await replica.store.entries.updateOne({ position: 3 }, { $set: { services: ['x'] } });
  const { first } = await check();
  expect(first).toEqual([{ kind: 'altered entry', key: keyAt(3), position: 3, fields: ['services'] }]);
  await repairProjection(servers(), options);
});

it('mends what is kept of a page, too', async () => {
  const headers = { authorization: `Bearer ${await around.tokens.sign()}` };
  const page = async () => (await fetch(`${replica.url}/v1/incidents/i1/timeline`, { headers })).text();
  const right = await page();
  const altered = { position: 2 };
  await replica.store.entries.updateOne(altered, { $set: { shown: '"summary":"a lost redaction"' } });
  await replica.store.incidents.updateOne({ _id: 'acme/i1' }, { $inc: { version: 1 } });
  await waitFor(async () => (await page()).includes('a lost redaction'), {
    ...{ what: 'the page to be kept as it is wrong', timeoutMs: 10_000 },
  });
  await repairProjection(servers(), options);
  await waitFor(async () => (await page()) === right, { what: 'the page to be right', timeoutMs: 10_000 });
});

it('takes nothing for wrong that is just being written, and repairs beside the projector', async () => {
  let over = false;
  const appending = (async () => {
    while (!over) {
      await around.relay.send(
        around.log.append(
          ...Array.from({ length: 20 }, (_, n) => ({ incidentId: `i${n % 3}`, type: 'trigger' })),
        ),
      );
      await untilComplete(replica, around.log);
    }
  })();
  try {
    expect(await check()).toMatchObject({ differences: {} });
    await replica.store.entries.deleteMany({ position: { $in: [5, 6, 7] } });
    const { differences } = await repairProjection(servers(), options);
    expect(differences).toMatchObject({ 'missing entry': 3 });
  } finally {
    over = true;
  }
  await appending;
  expect(await check()).toMatchObject({ differences: {}, entries: around.log.head });
}, 60_000);

it('says so when log and read model are not of one another', async () => {
  around.feed.down = true;
  await expect(check()).rejects.toThrow('the feed answered 503');
  around.feed.down = false;
});
