import { incidentExportSchema } from '@daybook/timeline-contracts';
import { waitFor } from '@daybook/test-servers';
import { jest } from '@jest/globals';
import { MongoClient, type FindCursor, type Long } from 'mongodb';
import type { EntryDocument } from '../mongo/documents.js';
import { entryDocument } from '../project-entries/entry-document.js';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';
import { TestLog } from '../../test/test-log.js';

const LONG = 4_000;
const HEAVY = 1_000;
const HEAVY_BATCHES = HEAVY / 100;
/** Of all heavy entries 16 MB, more than the buffers of two sockets hold. */
const SUMMARY = 'one\n"two"\n'.concat('ä'.repeat(8_000));

/** Documents that a busy store takes before a socket is given up. */
const BULK = 500;

let around: Surroundings;
let replica: Replica;
let headers: Record<string, string>;

beforeAll(async () => {
  around = await surroundings();
  headers = { authorization: `Bearer ${await around.tokens.sign()}` };
  around.log.append({ incidentId: 'long', type: 'trigger' }, { incidentId: 'heavy', type: 'trigger' });
  replica = await around.start();
  await untilComplete(replica, around.log);
  // Not by way of the projector, whose work would go on meanwhile.
  const made = new TestLog().append(
    ...Array.from({ length: LONG - 1 }, () => ({ incidentId: 'long' })),
    ...Array.from({ length: HEAVY - 1 }, () => ({ incidentId: 'heavy', summary: SUMMARY })),
  );
  const documents = made.map((entry) => ({ ...entryDocument(entry), terms: [] }));
  // Nor by way of the replica, which soon takes a store that is busy for one that is away.
  const mongo = await MongoClient.connect(around.mongodbUrl);
  const entries = mongo.db().collection<EntryDocument>(replica.store.entries.collectionName);
  for (let from = 0; from < documents.length; from += BULK)
    await entries.insertMany(documents.slice(from, from + BULK));
  await mongo.close();
}, 120_000);

afterAll(() => around.close());

afterEach(() => jest.restoreAllMocks());

interface Begun {
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly begun: Uint8Array;
}

const download = (incident: string, format: string) =>
  fetch(`${replica.url}/v1/incidents/${incident}/export?format=${format}`, { headers });

/** A download whose reader pauses, until the service pauses as well. */
async function begunDownload(format: string): Promise<Begun> {
  const read = jest.spyOn(replica.store, 'read');
  const { status, body } = await download('heavy', format);
  expect(status).toBe(200);
  const reader = body!.getReader();
  const begun = (await reader.read()).value!;
  await untilQuiet(read);
  expect(read.mock.calls.length).toBeLessThan(HEAVY_BATCHES * 0.8);
  return { reader, begun };
}

async function restOf({ reader, begun }: Begun): Promise<string> {
  const chunks = [begun];
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  return Buffer.concat(chunks).toString();
}

/** Until nothing more is read of the store, though it could be: it answers a question of ours meanwhile. */
async function untilQuiet(read: { mock: { calls: unknown[] } }): Promise<void> {
  await waitFor(
    async () => {
      const before = read.mock.calls.length;
      for (let turn = 0; turn < 5; turn += 1) await replica.store.incidents.findOne({});
      return read.mock.calls.length === before;
    },
    { what: 'a stop of reading', timeoutMs: 30_000 },
  );
}

it('holds every entry once, in order', async () => {
  const { entries, incident } = incidentExportSchema.parse(await (await download('long', 'json')).json());
  expect(incident.id).toBe('long');
  const keys = entries.map(({ timelineKey }) => timelineKey);
  expect(keys).toHaveLength(LONG);
  expect(keys).toStrictEqual([...new Set(keys)].sort());
}, 60_000);

it.each(['json', 'csv', 'markdown'])(
  'as %s is read no faster than it is taken, and breaks off when the store freezes',
  async (format) => {
    const body = await begunDownload(format);
    around.mongoWire.freeze();
    await expect(restOf(body)).rejects.toThrow('terminated');
    await around.mongoWire.restore();
    await waitFor(async () => (await fetch(`${replica.url}/v1/incidents`, { headers })).ok, {
      what: 'the store',
      timeoutMs: 15_000,
    });
  },
  60_000,
);

it('goes on where the server has forgotten the cursor', async () => {
  const find = jest.spyOn(replica.store.entries, 'find');
  const download = await begunDownload('json');
  const { id } = find.mock.results[0]!.value as { id: Long };
  const mongo = await MongoClient.connect(around.mongodbUrl);
  await mongo.db().command({ killCursors: 'entries', cursors: [id] });
  await mongo.close();
  const { entries } = incidentExportSchema.parse(JSON.parse(await restOf(download)));
  expect(new Set(entries.map(({ id }) => id)).size).toBe(HEAVY);
  expect(entries).toHaveLength(HEAVY);
  expect(find).toHaveBeenCalledTimes(2);
}, 60_000);

it('lets go of its cursor when its reader has left before it begins', async () => {
  const find = jest.spyOn(replica.store.entries, 'find');
  const leaving = new AbortController();
  const download = fetch(`${replica.url}/v1/incidents/long/export`, { headers, signal: leaving.signal });
  const cursor = await waitFor(() => find.mock.results[0]?.value as FindCursor | undefined, {
    ...{ what: 'a cursor', timeoutMs: 10_000 },
  });
  leaving.abort();
  await expect(download).rejects.toThrow('aborted');
  await waitFor(() => cursor.closed, { what: 'its end', timeoutMs: 10_000 });
});

it('is answered with 503 where the store is frozen from the start', async () => {
  around.mongoWire.freeze();
  const answer = await download('long', 'csv');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('content-disposition')).toBeNull();
});
