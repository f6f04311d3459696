import { formatLogPosition, parseLogPosition } from '@daybook/timeline-domain';
import fc from 'fast-check';
import { accountSchema, logPositionSchema, logPositionText } from './log-position.js';

/** What the domain reads, or undefined. */
function readByDomain(text: string) {
  try {
    return parseLogPosition(text);
  } catch {
    return undefined;
  }
}

const anyText = fc.oneof(
  fc.stringMatching(/^[a-z0-9-]{0,34}:\d{0,10}:\d{0,17}$/),
  fc.stringMatching(/^[a-z]{1,4}:[1-9]:\d{1,4}$/),
  fc.string(),
);

describe('a log position', () => {
  test('as text is to the contracts what it is to the domain', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(logPositionText.safeParse(text).success).toBe(readByDomain(text) !== undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['l'.repeat(32), '999999999', '9'.repeat(15), true],
    ['l'.repeat(33), '1', '1', false],
    ['eu', '1000000000', '1', false],
    ['eu', '0', '1', false],
    ['eu', '1', '9'.repeat(16), false],
    ['eu', '1', '0', true],
  ])('of log %s, epoch %s and position %s: %p', (log, epoch, position, isOne) => {
    expect(logPositionText.safeParse(`${log}:${epoch}:${position}`).success).toBe(isOne);
  });

  test('whatever the text says is also one as an object, and can be written again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}:[1-9]\d{0,8}:(0|[1-9]\d{0,14})$/), (text) => {
        const position = logPositionSchema.parse(readByDomain(text));
        expect(formatLogPosition(position)).toBe(text);
      }),
    );
  });
});

test.each(['acme', '0', 'a-b_c', 'a'.repeat(63)])('%j may be an account', (account) => {
  expect(accountSchema.safeParse(account).success).toBe(true);
});

test.each(['', 'Acme', 'a.b', 'a b', 'a*', 'a#', '-a', '_a', 'ä', 'a'.repeat(64), 'a\n'])(
  '%j is no account: it would break routing keys or topic permissions',
  (account) => {
    expect(accountSchema.safeParse(account).success).toBe(false);
  },
);
