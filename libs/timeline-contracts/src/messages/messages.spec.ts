import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { fieldPath } from '../sent-entry.js';
import type { cloudEvent } from './cloud-event.js';
import { entryRecordedV1Schema, recordedEntryV1Schema } from './entry-recorded.v1.js';
import {
  checkpointV1Schema,
  logCheckpointMessageV1Schema,
  signedCheckpointV1Schema,
} from './log-checkpoint.v1.js';
import { logHeadMessageV1Schema, logHeadV1Schema } from './log-head.v1.js';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'));
const recordedMessage = fixture('entry-recorded.v1.json');
const recorded = recordedMessage.data;
const headMessage = fixture('log-head.v1.json');
const head = headMessage.data;
const checkpointMessage = fixture('log-checkpoint.v1.json');
const checkpoint = checkpointMessage.data;

/** The places that a schema finds wrong, or `ok`. */
function judge(schema: z.ZodType, value: unknown): string[] | 'ok' {
  const result = schema.safeParse(value);
  return result.success ? 'ok' : result.error.issues.map(({ path }) => fieldPath(path));
}

describe('an entry at its place in a log', () => {
  test.each(Object.keys(recorded))('cannot be without %s', (field) => {
    const { [field]: _left, ...rest } = recorded;
    expect(judge(recordedEntryV1Schema, rest)).toStrictEqual([field]);
  });

  test.each<[string, object]>([
    ['account', { account: 'Acme' }],
    ['account', { account: 'a.b' }],
    ['account', { account: '' }],
    ['account', { account: 'a'.repeat(64) }],
    ['id', { id: '9b2e7c1a-5d3f-4a8b-9c6d-1e2f3a4b5c6d' }],
    ['log', { log: 'eu.west' }],
    ['log', { log: 'l'.repeat(33) }],
    ['epoch', { epoch: 0 }],
    ['position', { position: -1 }],
    ['position', { position: 1.5 }],
    ['position', { position: '1042' }],
    ['origin.position', { origin: { log: 'eu', epoch: 1 } }],
    ['origin', { origin: 'eu:1:1042' }],
    ['shard', { shard: 8 }],
    ['shard', { shard: -1 }],
    ['shardPrev', { shardPrev: -1 }],
    ['recordedAt', { recordedAt: '2026-03-01 09:32:05' }],
    ['receivedAt', { receivedAt: 1_772_357_525_611 }],
    ['contentHash', { contentHash: 'abc' }],
    ['contentHash', { contentHash: recorded.contentHash.toUpperCase() }],
    ['entry.incidentId', { entry: { type: 'trigger', summary: 's' } }],
    ['entry.type', { entry: { incidentId: 'i', summary: 's', type: 1 } }],
    ['entry.summary', { entry: { incidentId: 'i', type: 'trigger' } }],
    ['entry', { entry: [] }],
  ])('names %s where it is %j', (field, wrong) => {
    expect(judge(recordedEntryV1Schema, { ...recorded, ...wrong })).toStrictEqual([field]);
  });

  test.each([
    { shard: 0 },
    { shard: 7 },
    { shardPrev: 0 },
    { account: 'a'.repeat(63) },
    { account: '0_-' },
    { log: 'l'.repeat(32) },
    { position: Number.MAX_SAFE_INTEGER },
    { contentHash: null, entry: null },
  ])('takes %j', (change) => {
    expect(judge(recordedEntryV1Schema, { ...recorded, ...change })).toBe('ok');
  });

  test('hands on the entry as it was sent, with every key in its order', () => {
    const entry =
      '{"zone":1,"__proto__":{"kept":true},"type":"t","summary":"s","incidentId":"i","a":{"__proto__":2}}';
    const read = recordedEntryV1Schema.parse({ ...recorded, entry: JSON.parse(entry) });
    expect(JSON.stringify(read.entry)).toBe(entry);
    const message = entryRecordedV1Schema.parse({
      ...recordedMessage,
      data: { ...recorded, entry: JSON.parse(entry) },
    });
    expect(JSON.stringify(message.data.entry)).toBe(entry);
  });

  test('passes over fields that a later sender adds beside the known ones', () => {
    expect(recordedEntryV1Schema.parse({ ...recorded, later: 1 })).toStrictEqual(recorded);
  });
});

describe('a log head', () => {
  test.each(Object.keys(head))('cannot be without %s', (field) => {
    const { [field]: _left, ...rest } = head;
    expect(judge(logHeadV1Schema, rest)).toStrictEqual([field]);
  });

  test('has the last position of each of the 8 shards, 0 where there is none', () => {
    expect(judge(logHeadV1Schema, { ...head, position: 0, shardLast: Array(8).fill(0) })).toBe('ok');
    expect(judge(logHeadV1Schema, { ...head, shardLast: Array(7).fill(0) })).toStrictEqual(['shardLast']);
    expect(judge(logHeadV1Schema, { ...head, shardLast: Array(9).fill(0) })).toStrictEqual(['shardLast']);
    expect(judge(logHeadV1Schema, { ...head, shardLast: [-1, ...Array(7).fill(0)] })).toStrictEqual([
      'shardLast[0]',
    ]);
  });
});

describe('a checkpoint', () => {
  test.each(Object.keys(checkpoint))('cannot be without %s', (field) => {
    const { [field]: _left, ...rest } = checkpoint;
    expect(judge(signedCheckpointV1Schema, rest)).toStrictEqual([field]);
  });

  test.each<[string, object]>([
    ['chain', { chain: checkpoint.chain.toUpperCase() }],
    ['chain', { chain: checkpoint.chain.slice(1) }],
    ['position', { position: -1 }],
    ['time', { time: 1_772_357_580_000 }],
  ])('names %s where it is %j', (field, wrong) => {
    expect(judge(checkpointV1Schema, { ...checkpoint, ...wrong })).toStrictEqual([field]);
  });
});

describe.each<[string, ReturnType<typeof cloudEvent>, object]>([
  ['entry-recorded', entryRecordedV1Schema, recordedMessage],
  ['log-checkpoint', logCheckpointMessageV1Schema, checkpointMessage],
  ['log-head', logHeadMessageV1Schema, headMessage],
])('the CloudEvents envelope of %s', (_name, schema, message) => {
  test.each(['specversion', 'id', 'source', 'type', 'time', 'datacontenttype', 'data'])(
    'cannot be without %s',
    (field) => {
      const { [field]: _left, ...rest } = message as Record<string, unknown>;
      expect(judge(schema, rest)).toStrictEqual([field]);
    },
  );

  test.each<[string, object]>([
    ['specversion', { specversion: '0.3' }],
    ['id', { id: '' }],
    ['source', { source: '' }],
    ['type', { type: 'daybook.entry-recorded.v2' }],
    ['time', { time: 'now' }],
    ['datacontenttype', { datacontenttype: 'text/plain' }],
    ['data.position', { data: { ...(message as { data: object }).data, position: null } }],
  ])('names %s where it is %j', (field, wrong) => {
    expect(judge(schema, { ...message, ...wrong })).toStrictEqual([field]);
  });

  test('may be without subject and traceparent, and keeps extension attributes', () => {
    const { subject: _subject, traceparent: _trace, ...rest } = message as Record<string, unknown>;
    expect(schema.parse({ ...rest, partitionkey: 'p' })).toMatchObject({ partitionkey: 'p' });
  });
});
