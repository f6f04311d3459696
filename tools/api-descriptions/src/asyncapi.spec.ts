import { readFileSync } from 'node:fs';
import specs from '@asyncapi/specs';
import { typeSlug, entryRecordedKey } from '@daybook/timeline-contracts';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { asyncApiDocument, asyncApiFiles } from './asyncapi.js';
import { readDescribed } from './described-file.js';

interface Document {
  readonly channels: Record<string, { address: string | null; messages: Record<string, unknown> }>;
  readonly components: { messages: Record<string, { payload: object }> };
}

const document = asyncApiDocument() as Document;

const fixture = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../libs/timeline-contracts/fixtures/${name}`, import.meta.url), 'utf8'),
  );

it('is what the contracts say: else run `npm run asyncapi`', async () => {
  for (const file of await asyncApiFiles()) expect(readDescribed(file)).toBe(file.text);
});

it('is AsyncAPI 3.0', () => {
  // Its schema brings that of JSON Schema along, which must not be there twice.
  const ajv = new Ajv({ strict: false, meta: false, validateSchema: false, validateFormats: false });
  const validate = ajv.compile<unknown>(specs.schemas['3.0.0'] as object);
  validate(document);
  expect(validate.errors ?? []).toStrictEqual([]);
});

it('refers to nothing that is not there', () => {
  const places = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
  expect(places.length).toBeGreaterThan(0);
  for (const path of places) {
    const found = path
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
    expect([path, typeof found]).toStrictEqual([path, 'object']);
  }
});

it.each([
  ['entryRecordedV2', 'entry-recorded.v2.json'],
  ['entryRecordedV2', 'entry-recorded.v2.peer.json'],
  ['entryRecordedV2', 'entry-recorded.v2.redacted.json'],
  ['entryRecordedV1', 'entry-recorded.v1.json'],
  ['entryRecordedV1', 'entry-recorded.v1.redacted.json'],
  ['logHeadV1', 'log-head.v1.json'],
  ['logCheckpointV1', 'log-checkpoint.v1.json'],
  ['receiveEventV1', 'receive-event.v1.json'],
])('describes %s so that %s is one, and nothing less', (name, file) => {
  const strict = new Ajv({ strict: true, strictRequired: false });
  addFormats.default(strict);
  const validate = strict.compile(document.components.messages[name]!.payload);
  const message = fixture(file) as { data: object };
  validate(message);
  expect(validate.errors ?? []).toStrictEqual([]);
  expect(validate({ ...message, data: {} })).toBe(false);
  expect(validate({ ...message, type: 'else' })).toBe(false);
});

it('tells routing keys as they are made', () => {
  const key = entryRecordedKey({
    originLog: 'eu',
    account: 'acme',
    shard: 3,
    type: typeSlug('Status Update'),
  });
  const parts: Record<string, string> = { log: 'eu', account: 'acme', shard: '3', type: 'status_update' };
  expect(
    document.channels['entries']!.address!.replace(/\{(\w+)\}/g, (_, name: string) => parts[name]!),
  ).toBe(key);
});
