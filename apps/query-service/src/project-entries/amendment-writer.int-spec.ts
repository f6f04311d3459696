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
const move = (entry: string, target: string, incidentId: string): Fact => ({
  ...{ id: entry, incidentId: 'i', type: 'move', summary: 'not ours', agent: 'Ann' },
  details: { entryId: target, incidentId },
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
function after(batches: readonly (readonly Fact[])[]) {
  return afterAtOnce([batches]);
}

async function write(account: string, facts: readonly Fact[]): Promise<void> {
  const log = new TestLog();
  // Whatever the order, the log gave each its own position.
  const entries = log.append(...facts.map((fact) => ({ ...fact, account })));
  const placed = entries.map((entry) => {
    const position = Number(entry.id.slice(-3));
    return { ...entry, position, origin: { ...entry.origin, position }, shard: 0, recordedAt: START };
  });
  await writer.write(placed.map(entryDocument));
}

/** Of several writers at the same time, each with its batches. */
async function afterAtOnce(writers: readonly (readonly (readonly Fact[])[])[]) {
  accounts += 1;
  const account = `account-${accounts}`;
  await Promise.all(
    writers.map(async (batches) => {
      for (const facts of batches) await write(account, facts);
    }),
  );
  const entries = await store.entries.find({ account }).sort({ _id: 1 }).toArray();
  const plain = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll(account, 'account')) as unknown;
  const found = await store.incidents.find({ account }).sort({ _id: 1 }).toArray();
  const incidents = found.map(({ version: _writes, ...summary }) => plain(summary) as typeof summary);
  return {
    entries: entries.map(({ amendments: _count, receivedAt: _taken, shown, ...entry }) => ({
      ...(plain(entry) as EntryDocument),
      shown: shown.replace(/"receivedAt":"[^"]*",|,"lateMs":\d+/g, '').replaceAll(account, 'account'),
    })),
    incidents,
    summary: incidents.find(({ incidentId }) => incidentId === 'i')!,
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

it('shows no content of a revision that something amends, redacted in the same batch as what it revised', async () => {
  const ofRevision = revise(SECOND, FIRST, { summary: 'because' });
  const revision = revise(FIRST, NOTE, { summary: '0170 again' });
  const state = await after([[ofRevision, note, revision, redact(REDACTION, NOTE)]]);
  expect(JSON.stringify(state)).not.toContain('0170');
});

it('counts the redaction of what it revised in a revision, so that no slower writer gives it its content back', async () => {
  const before = [
    revise(SECOND, FIRST, { summary: 'because' }),
    note,
    revise(FIRST, NOTE, { summary: '0170' }),
  ];
  const countAfter = async (batches: Fact[][]) => {
    await after(batches);
    return (await store.entries.findOne({ _id: `account-${accounts}/${FIRST}` }))!.amendments!;
  };
  const known = await countAfter([before]);
  expect(await countAfter([before, [redact(REDACTION, NOTE)]])).toBeGreaterThan(known);
});

it('looks again at the incident of a revision that is redacted with an entry of another one', async () => {
  const elsewhere = { ...revise(FIRST, NOTE, { summary: '0170 again' }), incidentId: 'x' };
  await after([[elsewhere], [note]]);
  const incident = { account: `account-${accounts}`, incidentId: 'x' };
  const before = await store.incidents.findOne(incident);
  await write(incident.account, [redact(REDACTION, NOTE)]);
  expect(await store.entries.findOne(incident)).toMatchObject({ redacted: true });
  expect((await store.incidents.findOne(incident))!.version).toBeGreaterThan(before!.version);
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

describe('a moved entry', () => {
  const incidentOf = ({ incidents }: Awaited<ReturnType<typeof after>>, name: string) =>
    incidents.find(({ incidentId }) => incidentId === name);

  it('stands on the other incident, after its revisions, and tells where from', async () => {
    const state = await after([
      [trigger, note, { id: id(20), incidentId: 'j', summary: 'theirs' }],
      [move(FIRST, TRIGGER, 'j')],
      [revise(SECOND, TRIGGER, { summary: 'disk full' })],
    ]);
    const entry = entryOf(state, TRIGGER);
    expect(entry).toMatchObject({
      incidentId: 'j',
      movedFrom: 'i',
      body: { incidentId: 'j', summary: 'disk full' },
    });
    expect(JSON.parse(entry.original!)).toMatchObject({ incidentId: 'i', summary: 'db down' });
    expect(entry.shown).toMatchObject({
      revised: { by: SECOND, count: 1 },
      moved: { from: 'i', by: FIRST, reason: 'not ours', agent: 'Ann', recordedBy: 'tester' },
    });
    expect(state.summary).toMatchObject({ status: 'unknown', title: null, entryCount: 3 });
    expect(state.summary.firstKey).toContain(NOTE);
    expect(incidentOf(state, 'j')).toMatchObject({
      ...{ status: 'triggered', title: 'disk full', entryCount: 2, firstKey: entry.key },
    });
  });

  it('goes where the last move says, and leaves no incident behind that has nothing else', async () => {
    const moves = [move(SECOND, NOTE, 'k'), move(FIRST, NOTE, 'j')];
    const state = await after([[trigger, note], [moves[1]!], [moves[0]!]]);
    expect(entryOf(state, NOTE)).toMatchObject({ incidentId: 'k', shown: { moved: { by: SECOND } } });
    expect(state.incidents.map(({ incidentId }) => incidentId)).toStrictEqual(['i', 'k']);
    const back = await after([[trigger, note], moves, [move(id(7), NOTE, 'i')]]);
    expect(entryOf(back, NOTE)).not.toHaveProperty('movedFrom');
    expect(entryOf(back, NOTE).shown).not.toHaveProperty('moved');
    expect(back.incidents).toHaveLength(1);
  });

  it('goes back when the move is redacted, or it is itself', async () => {
    const first = [trigger, note, move(FIRST, NOTE, 'j'), move(SECOND, NOTE, 'k')];
    const once = await after([first, [redact(REDACTION, SECOND)]]);
    expect(entryOf(once, NOTE)).toMatchObject({ incidentId: 'j', shown: { moved: { by: FIRST } } });
    expect(once.incidents.map(({ incidentId }) => incidentId)).toStrictEqual(['i', 'j']);
    const gone = await after([first, [redact(REDACTION, NOTE)]]);
    expect(entryOf(gone, NOTE)).toMatchObject({ incidentId: 'i', redacted: true, body: { incidentId: 'i' } });
    expect(gone.incidents).toMatchObject([{ incidentId: 'i', entryCount: 5 }]);
    expect(JSON.stringify(gone)).not.toContain('not ours');
  });

  it('moves no revision, and not by a word of another incident', async () => {
    const state = await after([
      [note, revise(FIRST, NOTE, { summary: 'n' })],
      [move(SECOND, FIRST, 'j'), { ...move(id(7), NOTE, 'j'), incidentId: 'k' }],
    ]);
    expect(entryOf(state, FIRST).incidentId).toBe('i');
    expect(entryOf(state, NOTE).incidentId).toBe('i');
    expect(state.incidents.map(({ incidentId }) => incidentId)).toStrictEqual(['i', 'k']);
  });

  it('is counted once by writers of several shards at the same time', async () => {
    const others = Array.from({ length: 60 }, (_, n) => ({
      id: id(100 + n),
      incidentId: 'j',
      summary: `${n}`,
    }));
    const moved = Array.from({ length: 60 }, (_, n) => ({
      id: id(200 + n),
      incidentId: 'i',
      summary: `${n}`,
    }));
    const moves = moved.map((one, n) => move(id(300 + n), one.id, 'j'));
    const all = [...others, ...moved, ...moves];
    const expected = await after([all]);
    // So few that the slower writer, who counts again each time, can't lose more often than it tries.
    const slices = (facts: readonly Fact[]) =>
      Array.from({ length: 15 }, (_, n) => facts.slice(n * 4, n * 4 + 4));
    const together = await afterAtOnce([slices(others), [...slices(moved), ...slices(moves)]]);
    expect(together).toStrictEqual(expected);
    expect(incidentOf(together, 'j')).toMatchObject({ entryCount: 120 });
  });
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
    { id: id(8), incidentId: 'j', type: 'resolve', summary: 'theirs', occurredAt: '2026-02-15T00:00:00Z' },
    move(id(9), TRIGGER, 'k'),
    move(id(10), TRIGGER, 'j'),
    move(id(11), TRIGGER, 'l'),
    move(id(12), NOTE, 'j'),
    redact(id(13), id(11)),
    revise(id(14), BLANKED, { summary: 'because' }),
  ];
  const expected = await after([all]);
  expect(entryOf(expected, TRIGGER)).toMatchObject({ incidentId: 'j', body: { summary: 'db slow' } });
  expect(expected.incidents).toMatchObject([
    { incidentId: 'i', status: 'unknown', entryCount: 12 },
    { incidentId: 'j', status: 'resolved', title: 'db slow', entryCount: 2 },
  ]);
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
      const state = await after(batches.filter((batch) => batch.length > 0));
      expect(JSON.stringify(state)).not.toContain('0170');
      expect(state).toStrictEqual(expected);
    }),
    { numRuns: 20 },
  );
});

it('blanks what could not be read of a redacted entry, and nothing of another account', async () => {
  const parked = (account: string) => `{"summary":"0170","data":{"account": "${account}","id":"${NOTE}"`;
  const raws = [
    parked('ours'),
    `{"id":"${NOTE}","account":"ours"`,
    `{"id":"${NOTE}","summary":"cut`,
    parked('theirs'),
    parked('ours-too'),
  ];
  await writer.park(raws.map((raw) => ({ kind: 'poison', source: 'queue', reason: 'JSON', raw })));
  await write('ours', [redact(REDACTION, NOTE)]);
  const left = await store.parked.find({ raw: { $ne: '' } }).toArray();
  expect(left.map(({ raw }) => raw).sort()).toStrictEqual([parked('ours-too'), parked('theirs')].sort());
  expect(await store.parked.countDocuments({ raw: '', reason: 'redacted' })).toBe(3);
});
