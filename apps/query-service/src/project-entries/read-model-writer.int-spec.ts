import { freshMongoDatabase, type MongoDatabase } from '@daybook/test-servers';
import type { RecordedEntryV2 } from '@daybook/timeline-contracts';
import { TestLog, type Fact } from '../../test/test-log.js';
import { createLogger } from '../logger.js';
import { Store } from '../mongo/store.js';
import { AmendmentWriter } from './amendment-writer.js';
import { entryDocument } from './entry-document.js';
import { ReadModelWriter } from './read-model-writer.js';

const id = (number: number) => `019ca8bd-9f02-7a31-8c4d-${String(number).padStart(12, '0')}`;
const [NOTE, REVISION, REDACTION] = [1, 2, 3].map(id) as [string, string, string];

let database: MongoDatabase;
let store: Store;
let writer: ReadModelWriter;

beforeEach(async () => {
  database = await freshMongoDatabase();
  store = new Store(database.url, createLogger('silent'));
  store.open();
  writer = new ReadModelWriter(store, new AmendmentWriter(store));
});

afterEach(async () => {
  await store.close();
  await database.drop();
});

/** The same facts as a log recorded them, and as it numbers them once it is restored. */
function restored(...facts: readonly Fact[]) {
  return {
    old: new TestLog('local', 1).append(...facts),
    again: new TestLog('local', 2).append(...facts),
  };
}

function write(...entries: readonly RecordedEntryV2[]): Promise<void> {
  return writer.write(entries.map(entryDocument));
}

describe('after a restore of the log', () => {
  it('takes a revision that comes blank out of what it revised, and again when its redaction comes', async () => {
    const amendment = { incidentId: 'i', summary: 'why' };
    const { old, again } = restored(
      { id: NOTE, incidentId: 'i', summary: 'a number' },
      {
        ...{ ...amendment, id: REVISION, type: 'revise' },
        details: { entryId: NOTE, changes: { summary: '0170' } },
      },
      { ...amendment, id: REDACTION, type: 'redact', details: { entryId: REVISION } },
    );
    await write(...old.slice(0, 2));
    // Redacted behind the restore, before it is read again: so its row is blank.
    await write(again[0]!);
    await write({ ...again[1]!, entry: null, contentHash: null });
    const bodies = async () => (await store.entries.find().toArray()).map(({ body }) => body);
    expect((await bodies()).join()).not.toContain('0170');
    await write(again[2]!);
    expect(await bodies()).toHaveLength(3);
    expect((await bodies()).join()).not.toContain('0170');
    expect((await store.entries.findOne({ position: 1 }))!.body).toContain('a number');
  });

  it('takes a move that comes blank back, from the incident that it named', async () => {
    const { old, again } = restored(
      { id: NOTE, incidentId: 'i' },
      {
        ...{ id: REVISION, incidentId: 'i', type: 'move', summary: 'theirs' },
        details: { entryId: NOTE, incidentId: 'j' },
      },
    );
    await write(...old);
    expect(await store.incidents.countDocuments()).toBe(2);
    await write(again[0]!);
    await write({ ...again[1]!, entry: null, contentHash: null });
    expect(await store.incidents.find().toArray()).toMatchObject([{ incidentId: 'i', entryCount: 2 }]);
  });
  it('counts each entry of an incident once, however it is cut into batches', async () => {
    const { old, again } = restored(...[1, 2, 3].map((n) => ({ id: id(n), incidentId: 'i' })));
    await write(...old);
    for (const entry of again) await write(entry);
    const counted = { entryCount: 3, countedTo: 3, epoch: 2 };
    expect(await store.incidents.findOne()).toMatchObject(counted);
    await write(...again);
    expect(await store.incidents.findOne()).toMatchObject(counted);
  });
});
