import { contentOf, type JsonObject, type JsonValue } from './content.js';
import { InexactNumber, MAX_DEPTH, refuseUnstorable } from './storable.js';

const digest = (text: string) => `digest of ${text}`;

test('values may be nested 32 levels deep: permanent, since a stored fact must stay readable', () => {
  expect(MAX_DEPTH).toBe(32);
});

describe('refuseUnstorable', () => {
  const refused = (field: string, why: string) =>
    expect.objectContaining({ code: 'invalid_entry', field, message: `${field} ${why}` });
  const nul = 'holds a NUL character';
  const half = 'holds half of a surrogate pair';

  test.each<[string, string, JsonObject, string]>([
    ['a text', 'summary', { summary: 'a\0b' }, nul],
    ['a text further in', 'details.notes[2].text', { details: { notes: ['', 1, { text: '\0' }] } }, nul],
    ['a key', 'details.a\\u0000b', { details: { 'a\0b': 1 } }, nul],
    ['a high half', 'summary', { summary: 'a\ud83d' }, half],
    ['a low half', 'summary', { summary: '\udd25a' }, half],
    ['halves the wrong way round', 'teams[0]', { teams: ['\udd25\ud83d'] }, half],
    ['a half in a key', 'details.\ufffd', { details: { '\ud83d': 1 } }, half],
    ['a key with both', 'details.\ufffd\\u0000', { details: { '\ud83d\0': 1 } }, nul],
    ['a text below __proto__', '__proto__.a', JSON.parse('{"__proto__":{"a":"\\u0000"}}'), nul],
    [
      'a number past the range',
      'details.n[1]',
      JSON.parse('{"details":{"n":[1e308,1e309]}}'),
      'holds a number out of range',
    ],
    ['one below it', 'details', JSON.parse('{"details":-1e400}'), 'holds a number out of range'],
  ])('names the place of %s: %s', (_what, field, sent, why) => {
    expect(() => refuseUnstorable(sent)).toThrow(refused(field, why));
    expect(() => contentOf(sent, digest)).toThrow(refused(field, why));
  });

  test('names the place and the digits of a number that its reader has marked', () => {
    const sent = { details: { n: [1, new InexactNumber('12345678901234567890')] } } as unknown as JsonObject;
    expect(() => contentOf(sent, digest)).toThrow(
      refused(
        'details.n[1]',
        'holds the number 12345678901234567890, which would lose digits as a double: send it as a string',
      ),
    );
  });

  test('takes whole pairs, controls other than NUL, and empty texts and keys', () => {
    expect(() =>
      refuseUnstorable({ '': '', '🔥': '🔥\u0001\u001f\ufffd\uffff', n: [1e308, null, true] }),
    ).not.toThrow();
  });

  const nested = (levels: number, wrap: (inner: JsonValue) => JsonValue): JsonObject => {
    let value: JsonValue = 'core';
    for (let level = 0; level < levels; level += 1) value = wrap(value);
    return { details: value };
  };

  test.each<[string, string, (inner: JsonValue) => JsonValue]>([
    ['objects', '.a', (inner) => ({ a: inner })],
    ['arrays', '[0]', (inner) => [inner]],
  ])(`takes ${MAX_DEPTH} levels of %s and refuses one more`, (_what, step, wrap) => {
    expect(() => refuseUnstorable(nested(MAX_DEPTH, wrap))).not.toThrow();
    expect(() => refuseUnstorable(nested(MAX_DEPTH + 1, wrap))).toThrow(
      refused(`details${step.repeat(MAX_DEPTH)}`, `is nested deeper than ${MAX_DEPTH} levels`),
    );
  });

  test('refuses what is nested far deeper than any stack', () => {
    expect(() => refuseUnstorable(nested(200_000, (inner) => [inner]))).toThrow(/nested deeper/);
  });
});
