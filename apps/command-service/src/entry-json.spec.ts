import { readFileSync } from 'node:fs';
import {
  entryRecordedV2Schema,
  recordedEntryV2Schema,
  type EntryRecordedV2,
} from '@daybook/timeline-contracts';
import { contentOf, type JsonObject } from '@daybook/timeline-domain';
import fc from 'fast-check';
import type { LoggedEntry } from './append-entry/entry-log.js';
import { entryRecordedMessage, recordedEntryJson } from './entry-json.js';

const logged = (body: string | null): LoggedEntry => ({
  account: 'acme',
  id: '019ca4a7-3400-7000-8000-000000000001',
  incidentId: 'INC-1',
  type: 'trigger',
  occurredAt: 1_772_366_399_000,
  at: { log: 'local', epoch: 1, position: 7 },
  origin: { log: 'eu', epoch: 2, position: 9 },
  shard: 3,
  shardPrev: 5,
  receivedAt: 1_772_366_400_000,
  recordedAt: 1_772_366_400_010,
  recordedBy: 'ann "the" boss',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  contentHash: body === null ? null : 'a'.repeat(64),
  body,
});
const base = { incidentId: 'INC-1', summary: 's', type: 't' };
const bodyOf = (fact: JsonObject) => contentOf(fact, () => '').text;

/** The entry that a golden message tells of, as the log would hold it. */
function loggedFrom({ data, traceparent }: EntryRecordedV2): LoggedEntry {
  const { log, epoch, position, origin, entry, ...rest } = data;
  return {
    ...rest,
    occurredAt: Date.parse(rest.occurredAt),
    at: { log, epoch, position },
    origin,
    receivedAt: Date.parse(rest.receivedAt),
    recordedAt: Date.parse(rest.recordedAt),
    traceparent: traceparent ?? null,
    body: entry && bodyOf(entry as JsonObject),
  };
}

const fixture = (name: string) =>
  JSON.parse(
    readFileSync(new URL(import.meta.resolve(`@daybook/timeline-contracts/fixtures/${name}`)), 'utf8'),
  );

describe('an entry as JSON', () => {
  it.each(['entry-recorded.v2.json', 'entry-recorded.v2.peer.json', 'entry-recorded.v2.redacted.json'])(
    'is %s, word for word',
    (name) => {
      const golden = fixture(name);
      const entry = loggedFrom(entryRecordedV2Schema.parse(golden));
      expect(JSON.parse(entryRecordedMessage(entry).toString())).toStrictEqual(golden);
      expect(JSON.parse(recordedEntryJson(entry))).toStrictEqual(golden.data);
    },
  );

  it('is what the contract says, as an item of the feed and as a message', () => {
    const item = recordedEntryV2Schema.parse(JSON.parse(recordedEntryJson(logged(bodyOf(base)))));
    expect(item).toMatchObject({
      log: 'local',
      epoch: 1,
      position: 7,
      shardPrev: 5,
      origin: { log: 'eu' },
      entry: base,
    });
    const message = entryRecordedV2Schema.parse(
      JSON.parse(entryRecordedMessage(logged(bodyOf(base))).toString()),
    );
    expect(message).toMatchObject({ id: 'local:1:7', subject: item.id, time: item.recordedAt, data: item });
  });

  it('has no content once it is redacted', () => {
    const item = recordedEntryV2Schema.parse(JSON.parse(recordedEntryJson(logged(null))));
    expect(item).toMatchObject({ entry: null, contentHash: null });
  });

  it('carries any content as it was sent', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (more) => {
        const fact = JSON.parse(JSON.stringify({ ...more, ...base })) as JsonObject;
        // What the doors refuse: JSON.stringify escapes a lone surrogate.
        fc.pre(!/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(fact)));
        const { id: _key, ...content } = fact;
        const { entry } = JSON.parse(recordedEntryJson(logged(bodyOf(fact))));
        expect(bodyOf(entry)).toBe(bodyOf(content));
      }),
    );
  });

  it('keeps __proto__ and integer-like keys', () => {
    const fact = JSON.parse(
      '{"10":1,"9":2,"__proto__":{"x":1},"incidentId":"i","summary":"s","type":"t"}',
    ) as JsonObject;
    expect(recordedEntryJson(logged(bodyOf(fact)))).toContain('"entry":{"10":1,"9":2,"__proto__":{"x":1},');
  });
});
