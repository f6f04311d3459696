import { freshMongoDatabase, type MongoDatabase } from '@daybook/test-servers';
import fc from 'fast-check';
import { TestLog, type Fact } from '../../test/test-log.js';
import { createLogger } from '../logger.js';
import type { EntryDocument } from '../mongo/documents.js';
import { Store } from '../mongo/store.js';
import { AmendmentWriter } from './amendment-writer.js';
import { entryDocument } from './entry-document.js';
import { ReadModelWriter } from './read-model-writer.js';

const id = (number: number) => `019ca8bd-9f02-7a31-8c4d-${String(number).padStart(12, '0')}`;
const [TRIGGER, NOTE, FIRST, SECOND, REDACTION, BLANKED] = [1, 2, 3, 4, 5, 6].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const revise = (entry: string, target: string, changes: object): Fact => ({
  ...{ id: entry, incidentId: 'i', type: 'revise', summary: 'why', details: { entryId: target, changes } },
});
const redact = (entry: string, target: string): Fact => ({
  ...{ id: entry, incidentId: 'i', type: 'redact', summary: 'a name', details: { entryId: target } },
});
const trigger = {
  ...{ id: TRIGGER, incidentId: 'i', type: 'trigger', summary: 'db down' },
  details: { severity: 'low' },
};
const note = { id: NOTE, incidentId: 'i', summary: 'Ann’s number is 0170' };

let database: MongoDatabase;
let store: Store;
let writer: ReadModelWriter;
let accounts = 0;

beforeAll(async () => {
  database = await freshMongoDatabase();
  store = new Store(database.url, createLogger('silent'));
  store.open();
  writer = new ReadModelWriter(store, new AmendmentWriter(store));
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

/** What an account of its own shows after these batches, without what differs between accounts. */
async function after(batches: readonly (readonly Fact[])[]) {
  accounts += 1;
  const account = `account-${accounts}`;
  for (const facts of batches) {
    const log = new TestLog();
    // Whatever the order, the log gave each its own position.
    const entries = log.append(...facts.map((fact) => ({ ...fact, account })));
    const placed = entries.map((entry) => {
      const position = Number(entry.id.slice(-3));
      return { ...entry, position, origin: { ...entry.origin, position }, shard: 0, recordedAt: START };
    });
    await writer.write(placed.map(entryDocument));
  }
  const entries = await store.entries.find({ account }).sort({ _id: 1 }).toArray();
  const incident = await store.incidents.findOne({ account });
  const plain = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll(account, 'account')) as unknown;
  const { version: _writes, ...summary } = incident!;
  return {
    entries: entries.map(({ amendments: _count, receivedAt: _taken, shown, ...entry }) => ({
      ...(plain(entry) as EntryDocument),
      shown: shown.replace(/"receivedAt":"[^"]*",|,"lateMs":\d+/g, '').replaceAll(account, 'account'),
    })),
    summary: plain(summary) as typeof summary,
  };
}

const START = '2026-03-01T00:00:00.000Z';
const entryOf = ({ entries }: Awaited<ReturnType<typeof after>>, key: string) => {
  const entry = entries.find(({ _id }) => _id === `account/${key}`)!;
  return { ...entry, body: JSON.parse(entry.body), shown: JSON.parse(`{${entry.shown}}`) };
};

it('shows an entry after its revisions, where it then belongs', async () => {
  const state = await after([
    [trigger, note],
    [revise(FIRST, TRIGGER, { occurredAt: '2026-03-09T00:00:00Z', details: { severity: 'high' } })],
    [revise(SECOND, TRIGGER, { summary: 'db slow' })],
  ]);
  const entry = entryOf(state, TRIGGER);
  expect(entry.body).toStrictEqual({
    ...{ incidentId: 'i', type: 'trigger', summary: 'db slow' },
    ...{ details: { severity: 'high' }, occurredAt: '2026-03-09T00:00:00Z' },
  });
  expect(JSON.parse(entry.original!)).toMatchObject({ summary: 'db down' });
  expect(entry.shown).toMatchObject({
    occurredAtUtc: '2026-03-09T00:00:00.000Z',
    revised: { by: SECOND, count: 2, reason: 'why', recordedBy: 'tester' },
  });
  expect(state.summary).toMatchObject({
    ...{ title: 'db slow', severity: 'high', triggeredAt: Date.parse('2026-03-09T00:00:00Z') },
    ...{ entryCount: 4, lastKey: entry.key },
  });
  expect(state.summary.firstKey).toContain(NOTE);
});

it('shows no content of what is redacted, nor of its revisions', async () => {
  const state = await after([
    [trigger, note, revise(FIRST, NOTE, { summary: '0170 again' })],
    [redact(REDACTION, NOTE)],
  ]);
  const entry = entryOf(state, NOTE);
  expect(entry).toMatchObject({ body: { summary: '' }, contentHash: '', redacted: true });
  expect(entry.shown.redacted).toMatchObject({ by: REDACTION, reason: 'a name', recordedBy: 'tester' });
  expect(JSON.stringify(state)).not.toContain('0170');
  expect(state.summary).toMatchObject({ status: 'triggered', title: 'db down', entryCount: 4 });
});

it('keeps of a redacted trigger when it happened, and nothing that it said', async () => {
  const state = await after([[trigger, redact(REDACTION, TRIGGER)]]);
  expect(state.summary).toMatchObject({ status: 'triggered', title: null, severity: null });
  expect(state.summary.triggeredAt).not.toBeNull();
});

it('takes a redacted revision out of what it revised', async () => {
  const state = await after([
    [note, revise(FIRST, NOTE, { summary: 'a number' }), revise(SECOND, NOTE, { summary: '0171' })],
    [redact(REDACTION, SECOND)],
  ]);
  expect(entryOf(state, NOTE).body.summary).toBe('a number');
  expect(JSON.stringify(state)).not.toContain('0171');
});

it('leaves alone what is of another incident', async () => {
  const elsewhere = { ...revise(FIRST, NOTE, { summary: 'else' }), incidentId: 'j' };
  expect(entryOf(await after([[note], [elsewhere]]), NOTE).body.summary).toBe(note.summary);
});

it('is the same in whatever order, batches and repetitions entries come', async () => {
  const all: Fact[] = [
    trigger,
    note,
    revise(FIRST, TRIGGER, { summary: 'db slow', occurredAt: '2026-02-01T00:00:00Z' }),
    revise(SECOND, TRIGGER, { summary: 'db slower', details: { severity: 'high' } }),
    revise(BLANKED, NOTE, { summary: '0170 again' }),
    redact(REDACTION, NOTE),
    redact(id(7), SECOND),
  ];
  const expected = await after([all]);
  expect(entryOf(expected, TRIGGER).body.summary).toBe('db slow');
  const orders = fc
    .tuple(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.subarray(all),
      fc.array(fc.nat(9), { maxLength: 4 }),
    )
    .map(([order, again, cuts]) => {
      const sequence = [...order, ...again];
      const places = [
        0,
        ...cuts.filter((cut) => cut < sequence.length).sort((a, b) => a - b),
        sequence.length,
      ];
      return places.slice(1).map((end, index) => sequence.slice(places[index], end));
    });
  await fc.assert(
    fc.asyncProperty(orders, async (batches) => {
      expect(await after(batches.filter((batch) => batch.length > 0))).toStrictEqual(expected);
    }),
    { numRuns: 20 },
  );
});

it('blanks what could not be read of a redacted entry', async () => {
  const raw = `{"id":"${NOTE}","summary":"0170"`;
  await writer.park([{ kind: 'poison', source: 'queue', reason: 'JSON', raw }]);
  await after([[redact(REDACTION, NOTE)]]);
  expect(await store.parked.find().toArray()).toMatchObject([{ raw: '', reason: 'redacted' }]);
});
