import { randomUUID } from 'node:crypto';
import { MongoClient, type Collection, type Document } from 'mongodb';
import { closedLoop } from '../closed-loop.js';
import { CALLERS } from '../measure-requests.js';

const PAGE = 100;

/** What the store gives a program that asks it for the same without a service between: no read can be quicker. */
export interface StoreFigures {
  /** 100 entries of an incident as one range of its index, over 16 connections. */
  readonly pagesPerSecond: number;
  /** Copies of entries, by 100, into a collection with the indexes of entries. */
  readonly insertedPerSecond: number;
}

export async function measureStoreAlone(
  mongodbUrl: string,
  incidentId: string,
  seconds: number,
): Promise<StoreFigures> {
  const client = await MongoClient.connect(mongodbUrl);
  try {
    const entries = client.db().collection('entries');
    const some = await entries.find({ incidentId }).sort({ key: 1 }).limit(PAGE).toArray();
    const range = { account: some[0]!['account'], incidentId, key: { $lte: some.at(-1)!['key'] } };
    const pages = await closedLoop(CALLERS, seconds, async () => {
      await entries
        .find(range, { projection: { terms: 0 } })
        .sort({ key: 1 })
        .batchSize(PAGE + 1)
        .toArray();
    });
    const insertedPerSecond = await inserted(entries, client.db().collection('bench-inserts'), some, seconds);
    return { pagesPerSecond: Math.round(pages.entriesPerSecond), insertedPerSecond };
  } finally {
    await client.close();
  }
}

async function inserted(
  like: Collection,
  scratch: Collection,
  some: readonly Document[],
  seconds: number,
): Promise<number> {
  const indexes = (await like.indexes()).filter(({ name }) => name !== '_id_');
  await scratch.createIndexes(indexes.map(({ v: _version, ...index }) => index as never));
  // It is left there: after a collection was dropped, SecantusDB looks at all documents before it uses an index again.
  const batches = await closedLoop(1, seconds, async () => {
    await scratch.insertMany(some.map((entry) => ({ ...entry, _id: randomUUID() as never })));
  });
  return Math.round(batches.entriesPerSecond * some.length);
}
