import { InexactNumber } from '@daybook/timeline-domain';
import fc from 'fast-check';
import { parseJson } from './parse-json.js';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('parseJson', () => {
  it('reads whatever JSON.parse reads, to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['12345678901234567', '1e400', '3.14159265358979323846', '-9007199254740993', '1e-400'])(
    'marks %s, which a double would change, where it stands',
    (digits) => {
      expect(parse(`[{"a": 1}, {"n": ${digits}}]`)).toEqual([{ a: 1 }, { n: new InexactNumber(digits) }]);
    },
  );

  it.each(['9007199254740992', '0.1', '1.10', '1e21', '100000000000000000000', '-0', '123456789012345.5'])(
    'takes %s, which a double holds',
    (digits) => expect(parse(`{"n": ${digits}}`)).toEqual({ n: Number(digits) }),
  );

  it('leaves digits in strings and keys alone, also behind escapes', () => {
    const value = { '12345678901234567': 'a "12345678901234567" \\', n: 1 };
    expect(parse(JSON.stringify(value))).toEqual(value);
  });

  it('keeps a __proto__ key as a key', () => {
    expect(JSON.stringify(parse('{"__proto__": {"a": 1e400}, "b": 2}'))).toContain('"__proto__"');
  });

  it('reads a string of many megabytes', () => {
    const text = `{"s": "${'\\"x'.repeat(1_000_000)}", "n": 1e400}`;
    expect((parse(text) as { s: string }).s).toHaveLength(2_000_000);
  });

  it('marks numbers at any depth, as a key __proto__ and as the whole', () => {
    const deep = parse(`{"a": ${'['.repeat(100_000)}1e400${']'.repeat(100_000)}, "n": 1e400}`);
    expect((deep as { n: unknown }).n).toEqual(new InexactNumber('1e400'));
    expect(Object.entries(parse('{"__proto__": 1e400}') as object)).toEqual([
      ['__proto__', new InexactNumber('1e400')],
    ]);
    expect(parse('1e400')).toEqual(new InexactNumber('1e400'));
    expect(parse('[1e400, "1e400"]')).toEqual([new InexactNumber('1e400'), '1e400']);
  });

  it.each([
    ['{"a": 1, "a": 2}', 'a'],
    ['{"a": 1, "a": 1}', 'a'],
    ['[{"x": {"b": {}, "c" : 1, "b"\n: []}}]', 'b'],
    ['{"\\u0061": 1, "a": 1}', 'a'],
    ['{"s": "\\":", "a": 1e400, "b": 0, "a": 1}', 'a'],
    ['{"__proto__": 1, "__proto__": 2}', '__proto__'],
  ])('refuses %s, whose key %s stands twice', (text, key) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ name: 'DuplicateKey', key }));
    expect(() => parse(text)).toThrow(SyntaxError);
  });

  it.each([
    '{"a": {"a": [{"a": 1}]}, "A": 2}',
    '["\\":", "\\" :"]',
    '{"a": "\\":", "b\\":": 1}',
    '[[], {}, null, "a"]',
  ])('takes %s, where none does', (text) => expect(parse(text)).toEqual(JSON.parse(text)));

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('not valid UTF-8');
  });

  it('refuses what is not JSON', () => {
    expect(() => parse('{"a": 1e5,}')).toThrow(SyntaxError);
  });
});
