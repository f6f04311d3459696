import { jest } from '@jest/globals';
import { freshMongoDatabase, type MongoDatabase } from '@daybook/test-servers';
import { changeFilterSchema } from '@daybook/timeline-contracts';
import { TestLog } from '../../test/test-log.js';
import { createLogger } from '../logger.js';
import { Store } from '../mongo/store.js';
import { entryDocument } from '../project-entries/entry-document.js';
import type { Progress } from '../project-entries/progress.js';
import { Backlog } from './backlog.js';

const HOW_MANY = 250;
const FROM = { log: 'local', epoch: 1, position: 1 };
const WEBHOOK = { account: 'acme', filter: changeFilterSchema.parse({}) };

let database: MongoDatabase;
let store: Store;
let backlog: Backlog;

beforeEach(async () => {
  database = await freshMongoDatabase();
  store = new Store(database.url, createLogger('silent'), 1);
  await store.prepare();
  backlog = new Backlog({ isVisible: () => true } as unknown as Progress, store);
  const facts = Array.from({ length: HOW_MANY }, () => ({ incidentId: 'home' }));
  await store.entries.insertMany(new TestLog().append(...facts).map((one) => entryDocument(one)));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await store.close();
  await database.drop();
});

async function move(...positions: number[]): Promise<void> {
  const moved = { incidentId: 'away', movedFrom: 'home' };
  await store.entries.updateMany({ position: { $in: positions } }, { $set: moved });
}

async function bringBack(...positions: number[]): Promise<void> {
  const back = { $set: { incidentId: 'home' }, $unset: { movedFrom: 1 } } as const;
  await store.entries.updateMany({ position: { $in: positions } }, back);
}

async function positions(): Promise<number[]> {
  const all: number[] = [];
  for (let position = 1, end = false; !end;) {
    const page = await backlog.next(WEBHOOK, 'home', { ...FROM, position }, HOW_MANY);
    all.push(...page.changes.map((change) => change.position));
    position = (all.at(-1) ?? 0) + 1;
    ({ end } = page);
  }
  return all;
}

const ALL = Array.from({ length: HOW_MANY }, (_, n) => n + 1);

it('has what was moved in its place, whatever the pages are made of', async () => {
  await move(...ALL.filter((n) => n % 3 === 0 || (n > 20 && n < 180)));
  expect(await positions()).toStrictEqual(ALL);
  expect(await backlog.next(WEBHOOK, 'away', FROM, HOW_MANY)).toMatchObject({ changes: [], end: true });
});

it('has what is moved, or brought back, while it is read', async () => {
  await move(1, 2);
  const read = store.read.bind(store);
  let reads = 0;
  jest.spyOn(store, 'read').mockImplementation(async (ask) => {
    const answer = await read(ask);
    reads += 1;
    if (reads === 1) await Promise.all([move(3), bringBack(1)]);
    if (reads === 2) await Promise.all([move(4), bringBack(2)]);
    return answer;
  });
  expect(await positions()).toStrictEqual(ALL);
});
