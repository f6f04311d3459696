import { recordedEntryV2Schema, entryViewSchema, type RecordedEntryV2 } from '@daybook/timeline-contracts';
import { RESERVED_FIELDS } from '@daybook/timeline-domain';
import fc from 'fast-check';
import { entryView } from '../mongo/entry-view.js';
import { entryDocument } from './entry-document.js';

type Sent = NonNullable<RecordedEntryV2['entry']>;

const ID = '019ca8bd-9f02-7a31-8c4d-5e6f70819203';

function recorded(entry: Partial<Sent>): RecordedEntryV2 & { entry: Sent } {
  const at = { log: 'eu', epoch: 2, position: 42 };
  return {
    ...recordedEntryV2Schema.parse({
      account: 'acme',
      id: ID,
      ...at,
      origin: { log: 'us', epoch: 1, position: 7 },
      shard: 3,
      shardPrev: 40,
      recordedBy: 'tok"en',
      receivedAt: '2026-03-01T09:32:05.611Z',
      recordedAt: '2026-03-01T09:32:05.618Z',
      contentHash: 'ab'.repeat(32),
      ...{ incidentId: 'i', type: 'annotate', occurredAt: '2026-03-01T09:32:05.250Z' },
      entry: { incidentId: 'i', type: 'annotate', summary: 's' },
    }),
    entry: { incidentId: 'i', type: 'annotate', summary: 's', ...entry },
  };
}

function view(entry: Partial<Sent>): Record<string, unknown> {
  return JSON.parse(entryView(entryDocument(recorded(entry)))) as Record<string, unknown>;
}

describe('the view of an entry', () => {
  it('shows what was sent, and what Daybook knows beside it', () => {
    expect(view({ occurredAt: '2026-03-01T10:32:05.250+01:00', agent: { id: 'ada' } })).toEqual({
      id: ID,
      incidentId: 'i',
      type: 'annotate',
      summary: 's',
      agent: { id: 'ada' },
      occurredAt: '2026-03-01T10:32:05.250+01:00',
      occurredAtUtc: '2026-03-01T09:32:05.250Z',
      recordedBy: 'tok"en',
      receivedAt: '2026-03-01T09:32:05.611Z',
      recordedAt: '2026-03-01T09:32:05.618Z',
      contentHash: 'ab'.repeat(32),
      position: 'eu:2:42',
      origin: 'us:1:7',
      timelineKey: '063939576725250.019ca8bd-9f02-7a31-8c4d-5e6f70819203',
    });
  });

  it.each(['sent', 600_000])('lets no %j that was sent pass for Daybook’s word', (word) => {
    const sent = { lateMs: word, occurredAtLocal: word, details: { lateMs: word } };
    expect(view(sent)).toStrictEqual({ ...view({}), details: { lateMs: word } });
    expect(entryViewSchema.safeParse(view(sent)).success).toBe(true);
    const late = { ...recorded(sent), receivedAt: '2026-03-01T10:32:05.250Z' };
    const text = entryView(entryDocument(late), () => 'here');
    expect(text.match(/,"(lateMs|occurredAtLocal)":[^,}]+/g)).toStrictEqual([
      ...[',"lateMs":3600000', ',"occurredAtLocal":"here"'],
    ]);
  });

  it('shows the id’s time where none was sent', () => {
    expect(view({})).toMatchObject({
      occurredAt: '2026-03-01T09:32:05.250Z',
      occurredAtUtc: '2026-03-01T09:32:05.250Z',
    });
  });

  it('keeps whatever else was sent, also keys that MongoDB and JavaScript mistake for their own', () => {
    const odd = JSON.parse(
      '{"$where":1,"a.b":{"$ne":null},"__proto__":{"x":1},"constructor":"c","details":{"":"empty"}}',
    ) as Sent;
    const shown = view(odd);
    expect(JSON.stringify(Object.entries(shown))).toContain('["__proto__",{"x":1}]');
    expect(shown).toMatchObject({
      $where: 1,
      'a.b': { $ne: null },
      constructor: 'c',
      details: { '': 'empty' },
    });
  });

  it('is what the contract says, for any JSON that can be sent', () => {
    const key = fc.string().filter((name) => name !== 'occurredAt' && name !== 'id' && !reserved.has(name));
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), (extra) => {
        const sent = { ...(extra as Sent), incidentId: 'i', type: 't', summary: 's' };
        const shown = view(sent);
        expect(entryViewSchema.safeParse(shown).success).toBe(true);
        expect(shown).toMatchObject(JSON.parse(JSON.stringify(sent)) as object);
      }),
    );
  });
});

const reserved = new Set<string>(RESERVED_FIELDS);

describe('the document of an entry', () => {
  it('lifts what is filtered by, whichever form it was sent in', () => {
    const document = entryDocument(
      recorded({
        type: 'trigger',
        agent: 'ada',
        channel: { type: 'phone' },
        service: { id: 'checkout' },
        teams: ['payments', { id: 'sre' }],
      }),
    );
    expect(document).toMatchObject({
      _id: `acme/${ID}`,
      summarizedIn: 'acme/i',
      agent: 'ada',
      channel: 'phone',
      services: ['checkout'],
      teams: ['payments', 'sre'],
      occurredAt: Date.parse('2026-03-01T09:32:05.250Z'),
      position: 42,
      origin: 'us:1:7',
    });
  });

  it('leaves an id out of the body: the key says it', () => {
    expect(JSON.parse(entryDocument(recorded({ id: 'sent along' })).body)).not.toHaveProperty('id');
  });

  it('is poison when its time can’t be read', () => {
    expect(() => entryDocument(recorded({ occurredAt: 'yesterday' }))).toThrow('occurredAt');
  });
});
