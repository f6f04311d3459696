import { parseJson } from '@daybook/exact-json';
import type { JsonValue } from '@daybook/timeline-domain';
import { valueAt } from './json-pointer.js';

describe('valueAt', () => {
  // The examples of RFC 6901, section 5.
  const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, ' ': 7, 'm~n': 8 };

  it.each<[string, JsonValue]>([
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('finds what is at %j', (pointer, value) => expect(valueAt(document, pointer)).toEqual(value));

  it.each(['/bar', '/foo/2', '/foo/bar', '/foo/0/x', '/ /x', '/constructor', '/__proto__', '/foo/length/x'])(
    'finds nothing at %j',
    (pointer) => expect(valueAt(document, pointer)).toBeUndefined(),
  );

  it('finds a field that is called as what every object inherits', () => {
    const line = parseJson(Buffer.from('{"__proto__": {"a": 1}}')) as JsonValue;
    expect(valueAt(line, '/__proto__/a')).toBe(1);
  });
});
