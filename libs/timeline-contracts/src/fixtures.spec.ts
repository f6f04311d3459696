import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import {
  contentOf,
  occurredAt,
  parseLogPosition,
  shardOf,
  timelineKeyOf,
  type JsonObject,
} from '@daybook/timeline-domain';
import { z } from 'zod';
import {
  arrayResultSchema,
  decodeCursor,
  entryRecordedV1Schema,
  entryRecordedV2Schema,
  feedPageSchema,
  incidentsPageSchema,
  logCheckpointMessageV1Schema,
  logExportHeaderSchema,
  logExportLineSchema,
  logHeadMessageV1Schema,
  parseSentEntry,
  receiptSchema,
  receiveEventV1Schema,
  sentEntrySchema,
  timelinePageSchema,
  upcastRecordedEntryV1,
} from './index.js';

const folder = new URL('../fixtures/', import.meta.url);
const fixture = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const canonical = (value: unknown) => contentOf({ value: value as JsonObject }, sha256);

/** Each fixture, its schema and the hash of its canonical JSON: permanent, so another shape is another file. */
const FIXTURES: [string, z.ZodType, string][] = [
  [
    'array-result.json',
    arrayResultSchema,
    '4de66d4aa8087da445e2e6a2bd227646ad4020fa98bc807c96e3917c269486ae',
  ],
  [
    'entry-recorded.v1.json',
    entryRecordedV1Schema,
    '6f947130ac01f78da7f368ffc6e330235aa8c640770027ad12dba44473118a1f',
  ],
  [
    'entry-recorded.v1.peer.json',
    entryRecordedV1Schema,
    '1923c1265019e3d91bb3eb2cd87b32f35b526b4fa3dddb2d1a9b5b23c9840e4c',
  ],
  [
    'entry-recorded.v1.redacted.json',
    entryRecordedV1Schema,
    'aa7a30ca34f7bd8ad8fef99153ca344de9374509f3afb84533d288b820d3ac73',
  ],
  [
    'entry-recorded.v2.json',
    entryRecordedV2Schema,
    '9788c3250b2f68fc6cb5f16470167729407604e98914a3e2d70e0a2b9fcb6636',
  ],
  [
    'entry-recorded.v2.peer.json',
    entryRecordedV2Schema,
    '697835332df67750e993deed798679c26b75516ac3ed1b5f7b89862a73fa0b12',
  ],
  [
    'entry-recorded.v2.redacted.json',
    entryRecordedV2Schema,
    '2b6c0df5a86da8d50cfbb29f3505b15f5a8670fe10a906825a9ddddfbcec2f1f',
  ],
  ['feed-page.json', feedPageSchema, '8cd53c997faa1876fc3541b2099eaa3861c67236b6e75c5e27597af39baa8c39'],
  [
    'incidents-page.json',
    incidentsPageSchema,
    'bcaead883d08c44351502bd5c07c09cc2d7757104dc8add60d264c12165fe32d',
  ],
  [
    'log-checkpoint.v1.json',
    logCheckpointMessageV1Schema,
    '7557516247165ecf72476b88f5ae80b56c9128919aa9076a86261e9098e29052',
  ],
  [
    'log-export.v1.json',
    z.tuple([logExportHeaderSchema], logExportLineSchema),
    '44aeecc8df6797530fd5cedf5538122459cc1e8b0f0ecb6c023c11524bd19312',
  ],
  [
    'log-head.v1.json',
    logHeadMessageV1Schema,
    '36374534d59dbce6f216e171d4fefdb1573e7c2d79f1a745e674859cb0a3aedb',
  ],
  ['receipt.json', receiptSchema, '7f357a9019f22dbe4cf33961e48eb3b51d451ea4849f3e609a9a926bc09574f8'],
  [
    'receive-event.v1.json',
    receiveEventV1Schema,
    'df60eb0bbc2ef14dad4e7c34c249e7e9204d50160e832b9889b397235f7a08a3',
  ],
  [
    'sent-entry.full.json',
    sentEntrySchema,
    '1a0420aa9deba39b5339daf7133c10fa3668ec03c9de993fdf2c2ab30cd6df3c',
  ],
  [
    'sent-entry.minimal.json',
    sentEntrySchema,
    'ed2fbcf67fdc02c7a9e28409143007249bb226c0474c71b33be8a34d613950f1',
  ],
  [
    'sent-entry.unknown-type.json',
    sentEntrySchema,
    'e8987a1626ef5a3fd4e747f10b4a64f25263860177101a636523c89ddaae6887',
  ],
  [
    'timeline-page.json',
    timelinePageSchema,
    '43de8e22b17fc505633c921065225312e73813ad59505fca115df73274449f49',
  ],
];

describe('golden fixtures', () => {
  test('every file of the folder is checked here', () => {
    expect(readdirSync(folder).sort()).toStrictEqual(FIXTURES.map(([name]) => name));
  });

  test.each(FIXTURES)('%s passes its schema, which names every field of it', (name, schema) => {
    expect(canonical(schema.parse(fixture(name)))).toStrictEqual(canonical(fixture(name)));
  });

  test.each(FIXTURES)('%s has not been edited', (name, _schema, hash) => {
    expect(canonical(fixture(name)).hash).toBe(hash);
  });
});

describe('what a fixture says is true', () => {
  const recorded: [string, JsonObject][] = [
    ...['v1', 'v1.peer', 'v2', 'v2.peer']
      .map((version) => `entry-recorded.${version}.json`)
      .map((name): [string, JsonObject] => [name, fixture(name).data]),
    ['feed-page.json, item 1', fixture('feed-page.json').entries[1]],
  ];

  test.each(recorded)('%s: hash and shard', (_name, data) => {
    const entry = data['entry'] as JsonObject;
    expect(contentOf(entry, sha256).hash).toBe(data['contentHash']);
    expect(shardOf(data['account'] as string, entry['incidentId'] as string)).toBe(data['shard']);
  });

  test('messages are told apart by log and position', () => {
    const kinds = ['', '.peer', '.redacted'].flatMap((kind) => [`v1${kind}`, `v2${kind}`]);
    for (const name of kinds.map((kind) => `entry-recorded.${kind}.json`)) {
      const { id, source, subject, time, data } = fixture(name);
      expect(parseLogPosition(id)).toStrictEqual({
        log: data.log,
        epoch: data.epoch,
        position: data.position,
      });
      expect([source, subject, time]).toStrictEqual([`/daybook/logs/${data.log}`, data.id, data.recordedAt]);
    }
  });

  test('the entry of a peer keeps its origin in another log', () => {
    const { log, origin } = fixture('entry-recorded.v1.peer.json').data;
    expect(origin.log).not.toBe(log);
  });

  test('a redacted entry keeps its place and times, and nothing of its content', () => {
    const { contentHash, entry, ...place } = fixture('entry-recorded.v1.json').data;
    const redacted = fixture('entry-recorded.v1.redacted.json').data;
    expect([contentHash, entry]).not.toContain(null);
    expect(redacted).toStrictEqual({ ...place, contentHash: null, entry: null });
  });

  test.each(['', '.peer'])('version 2 is what the upcaster makes of version 1 (%s)', (kind) => {
    const { data } = entryRecordedV1Schema.parse(fixture(`entry-recorded.v1${kind}.json`));
    const upcast = upcastRecordedEntryV1(data, (entry) => occurredAt(data.id, entry as JsonObject));
    expect(upcast).toStrictEqual(fixture(`entry-recorded.v2${kind}.json`).data);
  });

  test('the upcaster knows no place for what was redacted in version 1', () => {
    const { data } = entryRecordedV1Schema.parse(fixture('entry-recorded.v1.redacted.json'));
    expect(upcastRecordedEntryV1(data, () => 0)).toBeUndefined();
  });

  test('the positions of a feed page are dense, and the next page starts behind the last', () => {
    const page = fixture('feed-page.json');
    const positions = page.entries.map(({ position }: { position: number }) => position);
    expect(positions).toStrictEqual(positions.map((_: number, index: number) => positions[0] + index));
    expect(parseLogPosition(page.next).position).toBe(positions.at(-1));
    expect(page.head).toBeGreaterThanOrEqual(positions.at(-1));
  });

  test('a log head is the last position of one of its shards', () => {
    const { position, shardLast } = fixture('log-head.v1.json').data;
    expect(Math.max(...shardLast)).toBe(position);
  });

  test('a checkpoint says the same twice, and the second time it is signed', () => {
    const { id, source, time, data } = fixture('log-checkpoint.v1.json');
    const { checkpoint, ...read } = data;
    const [, payload] = checkpoint.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toStrictEqual(read);
    expect([id, source, time]).toStrictEqual([
      `${data.log}:${data.epoch}:${data.position}@${data.time}`,
      `/daybook/logs/${data.log}`,
      data.time,
    ]);
  });

  test('an export ends where its checkpoint says', () => {
    const { position, chain, checkpoint } = fixture('log-export.v1.json').at(-1);
    expect(fixture('log-checkpoint.v1.json').data).toMatchObject({ position, chain, checkpoint });
  });

  test('the counts of an array result are those of its items', () => {
    const { results, ...counts } = fixture('array-result.json');
    const count = (from: number, to: number) =>
      results.filter(({ status }: { status: number }) => status >= from && status <= to).length;
    expect(counts).toStrictEqual({
      recorded: count(201, 201),
      duplicates: count(200, 200),
      refused: count(400, 599),
    });
  });

  test('timeline keys and cursors are those of the entries', () => {
    const page = fixture('timeline-page.json');
    for (const view of page.entries) expect(view.timelineKey).toBe(timelineKeyOf(view.id, view));
    const [first, last] = [page.entries.at(0), page.entries.at(-1)];
    expect(decodeCursor(page.next)).toStrictEqual({ key: last.timelineKey, asOf: page.watermark });
    expect(decodeCursor(page.previous)).toStrictEqual({ key: first.timelineKey, asOf: page.watermark });
  });

  test.each(['full', 'minimal', 'unknown-type'])('sent-entry.%s.json can be sent', (name) => {
    const sent = fixture(`sent-entry.${name}.json`);
    expect(parseSentEntry(sent)).toBe(sent);
  });
});
