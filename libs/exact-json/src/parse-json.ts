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
  return inexact ? unmark(JSON.parse(marked)) : value;
}

/** Whether the double, written out again, is the same decimal number. */
function isExact(digits: string): boolean {
  const double = Number(digits);
  return Number.isFinite(double) && compareNumber(digits, String(double)) === 0;
}

/** In place, and not as a reviver of JSON.parse: that recurses, so that deep nesting would end in a stack overflow. */
function unmark(value: unknown): unknown {
  const root: Record<string, unknown> = { value };
  const open = [root];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const [key, child] of Object.entries(next)) {
      if (typeof child === 'string' && child.startsWith(MARK)) {
        next[key] = new InexactNumber(child.slice(MARK.length));
      } else if (typeof child === 'object' && child !== null) open.push(child as Record<string, unknown>);
    }
  }
  return root['value'];
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new SyntaxError('the body is not valid UTF-8');
  }
}
