import fc from 'fast-check';
import { formatLogPosition, parseLogPosition } from './log-position.js';

const anyPosition = fc.record(
  {
    log: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/),
    epoch: fc.integer({ min: 1, max: 999_999_999 }),
    position: fc.integer({ min: 0, max: 999_999_999_999_999 }),
  },
  { noNullPrototype: true },
);

describe('log position', () => {
  test('every position is read back from its text', () => {
    fc.assert(
      fc.property(anyPosition, (position) =>
        expect(parseLogPosition(formatLogPosition(position))).toStrictEqual(position),
      ),
    );
  });

  test('is written as log:epoch:position', () => {
    expect(formatLogPosition({ log: 'eu-1', epoch: 2, position: 42 })).toBe('eu-1:2:42');
    expect(parseLogPosition('eu-1:2:42')).toStrictEqual({ log: 'eu-1', epoch: 2, position: 42 });
  });

  test.each([
    '',
    '42',
    'local:42',
    'local:1:',
    'local:1:42:7',
    'local:0:42',
    'local:01:42',
    'local:1:-1',
    'local:1:4.2',
    'local:1:1e3',
    'local:1:1000000000000000',
    'local:1000000000:1',
    'Local:1:42',
    '-local:1:42',
    'lo.cal:1:42',
    'lo cal:1:42',
    ':1:42',
    `${'l'.repeat(33)}:1:42`,
    ' local:1:42',
    'local:1:42\n',
  ])('refuses %j', (text) => {
    expect(() => parseLogPosition(text)).toThrow(
      expect.objectContaining({
        code: 'invalid_position',
        field: 'after',
        message: 'after must be a position as log:epoch:position, e.g. local:1:42',
      }),
    );
  });

  test('names the field that it was told', () => {
    expect(() => parseLogPosition('x', 'asOf')).toThrow(
      expect.objectContaining({ field: 'asOf', message: expect.stringMatching(/^asOf must be/) }),
    );
  });
});
