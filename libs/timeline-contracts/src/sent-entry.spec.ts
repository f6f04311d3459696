import { DomainError, type Amendment } from '@daybook/timeline-domain';
import { fieldPath, parseSentEntry, refuseFuture } from './sent-entry.js';

const minimal = { incidentId: 'INC-1', type: 'trigger', summary: 'Disk full' };

function refusal(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const refusedWith = (value: unknown) => {
  const { code, field, message } = refusal(() => parseSentEntry(value));
  expect(code).toBe('invalid_entry');
  return [field, message];
};

describe('parseSentEntry takes', () => {
  test.each<[string, object]>([
    ['the three fields that every entry has', {}],
    ['an id of whatever text: the door judges it', { id: 'INC-1/1' }],
    ['the longest texts', { incidentId: 'i'.repeat(200), type: 't'.repeat(100), summary: 's'.repeat(8_192) }],
    ['times without a zone', { occurredAt: '2026-03-01 09:30' }],
    ['a plain agent', { agent: 'ada' }],
    ['an agent with more than an id', { agent: { id: 'ada', name: 'Ada', type: 'user', shift: 3 } }],
    ['the longest ids of references', { agent: 'a'.repeat(512), service: { id: 's'.repeat(512) } }],
    ['a plain channel', { channel: 'chat' }],
    ['a channel with more than a type', { channel: { type: 'chat', room: '#ops' } }],
    ['no teams', { teams: [] }],
    ['100 teams and 100 contexts', { teams: Array(100).fill('sre'), contexts: Array(100).fill({}) }],
    ['teams of both forms', { teams: ['sre', { id: 'dba' }] }],
    ['details of any shape', { details: { title: 7, nested: [{ deep: null }] } }],
    ['unknown fields', { runbook: ['a'], 'dotted.key': 1, $set: 2, '': 3 }],
    ['an unknown type', { type: 'Flag: flipped ⚑' }],
  ])('%s', (_what, fields) => {
    expect(() => parseSentEntry({ ...minimal, ...fields })).not.toThrow();
  });

  test('every field as it was sent, with its keys in their order', () => {
    const text =
      '{"zone":1,"summary":"s","type":"t","__proto__":{"a":1},"incidentId":"i","details":{"b":1,"a":{"__proto__":2}}}';
    const sent = JSON.parse(text);
    expect(parseSentEntry(sent)).toBe(sent);
    expect(JSON.stringify(sent)).toBe(text);
  });
});

describe('parseSentEntry names', () => {
  test.each([null, undefined, 'entry', 7, [], [minimal]])('no field where %j is no object', (value) => {
    const [field, message] = refusedWith(value);
    expect(field).toBeUndefined();
    expect(message).toMatch(/^an entry is an object: /);
  });

  test.each(['incidentId', 'type', 'summary'] as const)('%s where it is missing', (field) => {
    const { [field]: _left, ...rest } = minimal;
    expect(refusedWith(rest)).toStrictEqual([
      field,
      `${field}: Invalid input: expected string, received undefined`,
    ]);
  });

  const tooShort = 'Too small: expected string to have >=1 characters';
  const tooLong = (limit: number) => `Too big: expected string to have <=${limit} characters`;
  const expected = (shape: string, received: string) =>
    `Invalid input: expected ${shape}, received ${received}`;
  const badTime = 'must be an RFC 3339 time, e.g. 2026-03-01T09:30:00.000Z';
  const badReference = 'must be a name, or an object with an id, of 1 to 512 characters';
  const badChannel = 'must be a name or an object with a type';

  test.each<[string, object, string]>([
    ['id', { id: 7 }, expected('string', 'number')],
    ['incidentId', { incidentId: '' }, tooShort],
    ['incidentId', { incidentId: 'i'.repeat(201) }, tooLong(200)],
    ['incidentId', { incidentId: 42 }, expected('string', 'number')],
    ['type', { type: '' }, tooShort],
    ['type', { type: 't'.repeat(101) }, tooLong(100)],
    ['type', { type: 'a\nb' }, 'must not hold control characters'],
    ['type', { type: '\u007f' }, 'must not hold control characters'],
    ['summary', { summary: '' }, tooShort],
    ['summary', { summary: 's'.repeat(8_193) }, tooLong(8_192)],
    ['summary', { summary: null }, expected('string', 'null')],
    ['occurredAt', { occurredAt: 'yesterday' }, badTime],
    ['occurredAt', { occurredAt: '2026-02-30T00:00:00Z' }, badTime],
    ['occurredAt', { occurredAt: '0000-01-01T00:00:00+01:00' }, badTime],
    ['occurredAt', { occurredAt: 1_772_357_400 }, expected('string', 'number')],
    ['occurredAt', { occurredAt: null }, expected('string', 'null')],
    ['agent', { agent: 42 }, badReference],
    ['agent', { agent: null }, badReference],
    ['agent', { agent: ['ada'] }, badReference],
    ['agent', { agent: '' }, tooShort],
    ['agent', { agent: 'a'.repeat(513) }, tooLong(512)],
    ['agent.id', { agent: {} }, expected('string', 'undefined')],
    ['agent.id', { agent: { id: '' } }, tooShort],
    ['agent.id', { agent: { id: 7, name: 'Ada' } }, expected('string', 'number')],
    ['agent.id', { agent: { id: 'a'.repeat(513) } }, tooLong(512)],
    ['agent.name', { agent: { id: 'ada', name: 7 } }, expected('string', 'number')],
    ['agent.type', { agent: { id: 'ada', type: null } }, expected('string', 'null')],
    ['channel', { channel: 7 }, badChannel],
    ['channel', { channel: '' }, tooShort],
    ['channel.type', { channel: {} }, expected('string', 'undefined')],
    ['channel.type', { channel: { type: '' } }, tooShort],
    ['service', { service: [] }, badReference],
    ['service.id', { service: { name: 'Checkout' } }, expected('string', 'undefined')],
    ['teams', { teams: 'sre' }, expected('array', 'string')],
    ['teams', { teams: Array(101).fill('sre') }, 'Too big: expected array to have <=100 items'],
    ['teams[1]', { teams: ['sre', 7] }, badReference],
    ['teams[1].id', { teams: ['sre', { name: 'DBA' }] }, expected('string', 'undefined')],
    ['contexts', { contexts: {} }, expected('array', 'object')],
    ['contexts', { contexts: Array(101).fill({}) }, 'Too big: expected array to have <=100 items'],
    ['contexts[0]', { contexts: ['https://example.org'] }, expected('object', 'string')],
    ['details', { details: null }, expected('object', 'null')],
    ['details', { details: [] }, expected('object', 'array')],
  ])('%s where it is %j', (field, wrong, message) => {
    expect(refusedWith({ ...minimal, ...wrong })).toStrictEqual([field, `${field}: ${message}`]);
  });

  test('the first of several wrong fields, in the order of the schema', () => {
    expect(refusedWith({ details: 1, teams: 1, summary: 1, type: 't', incidentId: 'i' })[0]).toBe('summary');
  });

  test.each([
    'account',
    'recordedBy',
    'receivedAt',
    'recordedAt',
    'position',
    'origin',
    'contentHash',
    'timelineKey',
    'occurredAtUtc',
  ])('%s, which only Daybook sets, also where it says nothing', (field) => {
    for (const value of ['x', null, undefined]) {
      expect(refusedWith({ ...minimal, [field]: value })).toStrictEqual([
        field,
        `${field} is set by Daybook and can't be sent`,
      ]);
    }
    expect(() => parseSentEntry({ ...minimal, details: { [field]: 'x' } })).not.toThrow();
  });

  test.each<[string, object, string]>([
    ['summary', { summary: 'a\0' }, 'holds a NUL character'],
    ['teams[0].name', { teams: [{ id: 'a', name: '\ud83d' }] }, 'holds half of a surrogate pair'],
    ['runbook.n', JSON.parse('{"runbook":{"n":1e400}}'), 'holds a number out of range'],
  ])('%s where it can’t be stored', (field, wrong, why) => {
    expect(refusedWith({ ...minimal, ...wrong })).toStrictEqual([field, `${field} ${why}`]);
  });
});

describe('refuseFuture', () => {
  const NOW = Date.UTC(2026, 2, 1, 9, 30);
  const DAY = 24 * 60 * 60 * 1000;
  const idAt = (time: number) => {
    const hex = time.toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
  };
  const revisionTo = (occurredAt: string): Amendment => ({
    kind: 'revise',
    target: idAt(NOW),
    changes: { occurredAt },
  });

  test.each([
    ['now', idAt(NOW), NOW],
    ['in 24 hours', idAt(NOW + DAY), NOW + DAY],
    ['long ago', idAt(0), Date.UTC(-1, 0)],
  ])('takes what happened %s', (_when, id, occurredAt) => {
    expect(() => refuseFuture({ id, occurredAt, amendment: undefined }, NOW)).not.toThrow();
  });

  test.each([
    ['id', "the id's time", idAt(NOW + DAY + 1), NOW, undefined],
    ['occurredAt', 'occurredAt', idAt(NOW), NOW + DAY + 1, undefined],
    [
      'details.changes.occurredAt',
      'details.changes.occurredAt',
      idAt(NOW),
      NOW,
      revisionTo('2026-03-02T09:30:01Z'),
    ],
  ])('names %s', (field, what, id, occurredAt, amendment) => {
    const error = refusal(() => refuseFuture({ id, occurredAt, amendment }, NOW));
    const message = `${what} is more than 24 hours ahead`;
    expect(error).toMatchObject({ code: 'time_in_future', field, message });
  });

  it('takes a revision to a time that is near', () => {
    const said = { id: idAt(NOW), occurredAt: NOW, amendment: revisionTo('2026-03-02T09:30:00Z') };
    expect(() => refuseFuture(said, NOW)).not.toThrow();
  });
});

describe('fieldPath', () => {
  test.each([
    [[], ''],
    [['teams'], 'teams'],
    [['teams', 1, 'name'], 'teams[1].name'],
    [[3, 'id'], '[3].id'],
    [['a', 0, 1, 'b', 'c'], 'a[0][1].b.c'],
    [['details', '0'], 'details.0'],
  ])('%j is %j', (path, text) => {
    expect(fieldPath(path)).toBe(text);
  });
});
