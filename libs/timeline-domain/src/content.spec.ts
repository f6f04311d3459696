import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { contentOf, type JsonObject, type JsonValue } from './content.js';

const digest = (text: string) => `digest of ${text}`;
const canonical = (json: string) => contentOf(JSON.parse(json), digest).text;
/** The canonical text of a value below the field `v`, since a content is always an object. */
const canonicalValue = (value: JsonValue) => contentOf({ v: value }, digest).text.slice('{"v":'.length, -1);

// Every code point but the surrogates; NUL is refused and so left out.
const anyJson = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 4 })
  .filter((value) => !JSON.stringify(value).includes('\\u0000')) as fc.Arbitrary<JsonValue>;
const anyObject = fc.dictionary(
  fc.string({ unit: 'binary' }).filter((key) => !key.includes('\0') && key !== 'id'),
  anyJson,
) as fc.Arbitrary<JsonObject>;

/** The same value with the keys of every object the other way round. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).reverse();
  return Object.fromEntries(fields.map(([key, child]) => [key, reversed(child)]));
}

describe('contentOf: the same fact, sent in another spelling, is the same content', () => {
  test('the order of keys does not matter, at any depth', () => {
    fc.assert(
      fc.property(anyObject, (sent) => {
        expect(contentOf(reversed(sent) as JsonObject, digest)).toStrictEqual(contentOf(sent, digest));
      }),
    );
    expect(canonical('{"b":{"y":1,"x":2},"a":[{"d":1,"c":2}]}')).toBe(
      '{"a":[{"c":2,"d":1}],"b":{"x":2,"y":1}}',
    );
  });

  test('as the reference library for RFC 8785 writes it', () => {
    fc.assert(
      fc.property(anyObject, (sent) => {
        expect(contentOf(sent, digest).text).toBe(canonicalize(sent));
      }),
    );
    const keys = ['10', '9', 'a', 'B', '\u20ac', '\ud83d\ude00', '\ufb33', '__proto__', 'toJSON', ''];
    const sent = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:{"v":-0}`).join()}}`);
    expect(contentOf(sent, digest).text).toBe(canonicalize(sent));
  });

  test('the order of an array does', () => {
    expect(canonical('{"a":[1,2]}')).not.toBe(canonical('{"a":[2,1]}'));
  });

  test.each([
    ['1', ['1.0', '1e0', '10e-1', '1.000000000000000000001', '0.1E+1']],
    ['0', ['-0', '0.0', '-0.0e9', '0e-400']],
    ['100', ['1e2', '1E+2', '100.00']],
    ['0.000001', ['1e-6', '0.0000010']],
    ['1e-7', ['0.0000001']],
    ['1e+21', ['1e21', '1000000000000000000000']],
    ['100000000000000000000', ['1e20']],
    ['333333333.3333333', ['333333333.33333329']],
  ])('the number %s, however it is spelled', (text, spellings) => {
    for (const spelling of spellings) expect(canonical(`{"n":${spelling}}`)).toBe(`{"n":${text}}`);
  });

  test.each([
    ['blanks', '{ "a" :\n[ 1 , 2 ]\t}', '{"a":[1,2]}'],
    ['escapes', String.raw`{"a":"\u0041\/\u00e9\ud83d\udd25"}`, '{"a":"A/é🔥"}'],
    [
      'short escapes',
      String.raw`{"a":"\u0008\u0009\u000a\u000c\u000d\u0022\u005c"}`,
      String.raw`{"a":"\b\t\n\f\r\"\\"}`,
    ],
    ['control characters', String.raw`{"a":"\u001F\u007f"}`, '{"a":"\\u001f\u007f"}'],
    ['line separators', String.raw`{"a":"\u2028\u2029"}`, '{"a":"\u2028\u2029"}'],
    ['a key sent twice: the last one', '{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
  ])('%s', (_what, sent, text) => {
    expect(canonical(sent)).toBe(text);
  });

  test('composed and decomposed letters stay different: nothing is normalized', () => {
    expect(canonical('{"a":"\u00e9"}')).not.toBe(canonical('{"a":"e\u0301"}'));
  });

  test('the id is left out, since it may stand in the path; an id further in is not', () => {
    const sent = { id: '0190163d-8694-739b-aea5-966c26f8ad91', type: 'trigger', agent: { id: 'ada' } };
    expect(contentOf(sent, digest).text).toBe('{"agent":{"id":"ada"},"type":"trigger"}');
    expect(sent).toHaveProperty('id');
  });

  test('the hash is the digest of the text', () => {
    expect(contentOf({ b: 1, a: 'é' }, digest).hash).toBe('digest of {"a":"é","b":1}');
  });
});

describe('contentOf: RFC 8785', () => {
  test('its example (section 3.2.2)', () => {
    const sent = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonical(sent)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('its order of keys, by UTF-16 code units (section 3.2.3)', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const text = contentOf(Object.fromEntries(keys.map((key) => [key, 0])), digest).text;
    expect(Object.keys(JSON.parse(text.replaceAll('"1"', '"one"')))).toStrictEqual([
      '\r',
      'one',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
  });

  test.each([
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['8000000000000000', '0'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555554', '333333333.33333325'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('its number samples (appendix B): %s is %s', (bits, text) => {
    expect(canonicalValue(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  test('keys that look like integers stand in text order, where a JavaScript object puts them first', () => {
    expect(canonical('{"b":1,"10":2,"9":3,"-1":4,"":5,"01":6,"1":7}')).toBe(
      '{"":5,"-1":4,"01":6,"1":7,"10":2,"9":3,"b":1}',
    );
  });

  test('__proto__, constructor and toJSON are keys like any other', () => {
    const sent = '{"__proto__":{"id":1,"__proto__":null},"constructor":2,"toJSON":3,"hasOwnProperty":4}';
    expect(canonical(sent)).toBe(
      '{"__proto__":{"__proto__":null,"id":1},"constructor":2,"hasOwnProperty":4,"toJSON":3}',
    );
    expect(canonical('{"a":1,"__proto__":{}}')).not.toBe(canonical('{"a":1}'));
  });

  test('a key with a dot or a dollar is kept', () => {
    expect(canonical('{"$where":1,"a.b":{"":[]}}')).toBe('{"$where":1,"a.b":{"":[]}}');
  });

  test('is a fixed point that loses nothing: what is read back is what was sent', () => {
    fc.assert(
      fc.property(anyObject, (sent) => {
        const { text } = contentOf(sent, digest);
        expect(canonical(text)).toBe(text);
        // Through JSON on both sides: it has no -0 and no null prototypes.
        expect(JSON.parse(text)).toStrictEqual(JSON.parse(JSON.stringify(sent)));
      }),
    );
  });
});
