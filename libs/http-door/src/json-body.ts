import { DomainError } from '@daybook/timeline-domain';
import { getUnsafeNumberReason, parse as parseLossless } from 'lossless-json';

// Doubles carry 15 significant digits exactly; only longer numbers and ones with an exponent need a closer look.
const NEEDS_EXACT_NUMBERS = /[\d.]{16}|\d[eE]/;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON without changing a fact: bytes that are not UTF-8, a key that stands twice and a number that a double
 * would change (RFC 8785 carries doubles only) are errors, never replaced or rounded in silence.
 *
 * @throws SyntaxError for what is not JSON, DomainError `invalid_entry` for a number that can't be carried
 */
export function parseJson(body: Buffer): unknown {
  const text = decode(body);
  if (NEEDS_EXACT_NUMBERS.test(text)) parseLossless(text, undefined, { parseNumber: exactNumber });
  return JSON.parse(text);
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new SyntaxError('the body is not valid UTF-8');
  }
}

function exactNumber(digits: string): number {
  const reason = getUnsafeNumberReason(digits);
  if (reason !== undefined) {
    throw new DomainError(
      'invalid_entry',
      `the number ${digits.slice(0, 60)} would lose digits as a double: send it as a string`,
    );
  }
  return Number(digits);
}
