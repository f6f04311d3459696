import { occurredAt, referenceId, referenceIds, RESERVED_FIELDS, timelineKeyOf } from './entry.js';
import type { JsonValue } from './content.js';

const ID = '019ca8bb-b5c0-7000-9f86-d081884c7d65';
const ID_TIME = Date.UTC(2026, 2, 1, 9, 30);

describe('occurredAt', () => {
  test('is what was sent, as an instant', () => {
    expect(occurredAt(ID, { occurredAt: '2026-02-28T12:00:00.5+01:00' })).toBe(
      Date.UTC(2026, 1, 28, 11, 0, 0, 500),
    );
  });

  test("is the id's time where nothing was sent", () => {
    expect(occurredAt(ID, {})).toBe(ID_TIME);
  });
});

test('a timeline key is made of the time and the id', () => {
  expect(timelineKeyOf(ID, { occurredAt: '1970-01-01' })).toBe(`062167219200000.${ID}`);
  expect(timelineKeyOf(ID, {})).toBe(`063939576600000.${ID}`);
});

describe('referenceId', () => {
  test.each<[string, JsonValue | undefined, string | undefined]>([
    ['a plain name', 'ada', 'ada'],
    ['an id', { id: 'P1', name: 'Ada', type: 'user' }, 'P1'],
    ['a name without an id', { name: 'Ada', type: 'user' }, 'Ada'],
    ['a type alone', { type: 'api' }, 'api'],
    ['an id of another shape', { id: 42, name: 'Ada' }, 'Ada'],
    ['an empty id', { id: '', name: 'Ada' }, 'Ada'],
    ['a null id', { id: null, name: 'Ada' }, 'Ada'],
    ['nothing usable', { id: 42, name: ['Ada'], type: {} }, undefined],
    ['an empty object', {}, undefined],
    ['an empty name', '', undefined],
    ['a number', 42, undefined],
    ['null', null, undefined],
    ['nothing', undefined, undefined],
    ['a list', ['ada'], undefined],
    ['a text with an id below __proto__', JSON.parse('{"__proto__":{"id":"x"}}'), undefined],
  ])('%s', (_what, value, id) => {
    expect(referenceId(value)).toBe(id);
  });
});

describe('referenceIds', () => {
  test.each<[string, JsonValue | undefined, string[]]>([
    ['one reference', 'ada', ['ada']],
    ['a list, in its order and with its repetitions', ['b', { id: 'a' }, 'b'], ['b', 'a', 'b']],
    ['a list of which some say nothing', [null, 'a', '', 7, {}, ['b']], ['a']],
    ['an empty list', [], []],
    ['nothing', undefined, []],
    ['null', null, []],
  ])('%s', (_what, value, ids) => {
    expect(referenceIds(value)).toStrictEqual(ids);
  });
});

test('the reserved fields: permanent, since a field that was once free cannot be reserved later', () => {
  expect([...RESERVED_FIELDS].sort()).toStrictEqual([
    'account',
    'contentHash',
    'moved',
    'occurredAtUtc',
    'origin',
    'position',
    'receivedAt',
    'recordedAt',
    'recordedBy',
    'redacted',
    'revised',
    'timelineKey',
  ]);
});
