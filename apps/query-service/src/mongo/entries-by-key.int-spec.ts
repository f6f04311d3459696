import { jest } from '@jest/globals';
import { freshMongoDatabase, type MongoDatabase } from '@daybook/test-servers';
import { TestLog } from '../../test/test-log.js';
import { createLogger } from '../logger.js';
import { entryDocument } from '../project-entries/entry-document.js';
import { EntriesByKey } from './entries-by-key.js';
import { Store, StoreUnavailable } from './store.js';

let database: MongoDatabase;
let store: Store;
let entries: EntriesByKey;

beforeAll(async () => {
  database = await freshMongoDatabase();
  store = new Store(database.url, createLogger('silent'), 1);
  entries = new EntriesByKey(store);
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

afterEach(() => jest.restoreAllMocks());

it('finds for each who asks what it asked for, in few queries', async () => {
  const log = new TestLog();
  const recorded = log.append(
    ...Array.from({ length: 40 }, (_, n) => ({ incidentId: 'i', summary: `${n}` })),
  );
  const documents = recorded.map((one) => entryDocument(one));
  await store.entries.insertMany(documents);
  const query = jest.spyOn(store.entries, 'find');
  const first = entries.find(documents[0]!._id);
  const keys = documents.flatMap(({ _id }) => [_id, `${_id}-missing`, _id]);
  const found = await Promise.all(keys.map((key) => entries.find(key)));
  expect((await first)!.position).toBe(1);
  expect(found.map((entry) => entry?.position)).toEqual(
    documents.flatMap(({ position }) => [position, undefined, position]),
  );
  expect(query.mock.calls.length).toBeLessThanOrEqual(2);
});

it('asks again for what it has asked for before', async () => {
  const [recorded] = new TestLog().append({ incidentId: 'late' });
  const document = entryDocument(recorded!);
  expect(await entries.find(document._id)).toBeUndefined();
  await store.entries.insertOne(document);
  expect(await entries.find(document._id)).toMatchObject({ _id: document._id, log: 'local', position: 1 });
});

it('tells all who wait that it failed, and goes on', async () => {
  jest.spyOn(store.entries, 'find').mockImplementationOnce(() => {
    throw new Error('no primary');
  });
  const asked = ['a', 'b'].map((key) => entries.find(key));
  await Promise.all(asked.map((one) => expect(one).rejects.toThrow(StoreUnavailable)));
  expect(await entries.find('a')).toBeUndefined();
});
