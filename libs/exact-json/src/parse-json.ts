import { InexactNumber } from '@daybook/timeline-domain';
import { compareNumber } from 'lossless-json';

// Doubles carry 15 significant digits exactly; only longer numbers and ones with an exponent need a closer look.
const NEEDS_A_LOOK = /[\d.]{16}|\d[eE]/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Nobody can send this by chance or on purpose. */
const MARK = `inexact-${crypto.randomUUID()}:`;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON without changing a fact: bytes that are not UTF-8 are an error, never replaced, and a number that a
 * double would change comes out as InexactNumber, so that only the entry that holds it is refused.
 *
 * @throws SyntaxError for what is not JSON
 */
export function parseJson(body: Uint8Array): unknown {
  const text = decode(body);
  const value: unknown = JSON.parse(text);
  if (!NEEDS_A_LOOK.test(text)) return value;

  let inexact = false;
  const marked = text.replace(STRING_OR_NUMBER, (token) => {
    if (token.startsWith('"') || isExact(token)) return token;
    inexact = true;
    return `"${MARK}${token}"`;
  });
  return inexact ? JSON.parse(marked, unmark) : value;
}

/** Whether the double, written out again, is the same decimal number. */
function isExact(digits: string): boolean {
  const double = Number(digits);
  return Number.isFinite(double) && compareNumber(digits, String(double)) === 0;
}

function unmark(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(MARK)
    ? new InexactNumber(value.slice(MARK.length))
    : value;
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new SyntaxError('the body is not valid UTF-8');
  }
}
