import type { JsonObject, JsonValue } from './content.js';
import { DomainError } from './errors.js';

/** Deeper values are refused, so that no reader's recursion can be blown up by a fact. */
export const MAX_DEPTH = 32;

/**
 * Stands where a reader of JSON text met a number that a double would change. RFC 8785 carries doubles only, so such
 * a number is refused with its place rather than rounded.
 */
export class InexactNumber {
  constructor(readonly digits: string) {}
}

/**
 * Refuses NUL, lone surrogates, too deep nesting and numbers past a double's range (read as infinite), naming the
 * place, and numbers that would lose digits where the reader of the JSON text has marked them as InexactNumber.
 *
 * @throws DomainError `invalid_entry`
 */
export function refuseUnstorable(root: JsonValue): void {
  refuseBelow(root, []);
}

/** Recursion ends at MAX_DEPTH. @param path of keys and indexes to `value`, as it was when this returns */
function refuseBelow(value: JsonValue, path: (string | number)[]): void {
  if (typeof value === 'string') return refuseText(value, path);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw refused(path, 'holds a number out of range');
  if (value instanceof InexactNumber) {
    throw refused(
      path,
      `holds the number ${value.digits}, which would lose digits as a double: send it as a string`,
    );
  }
  if (value === null || typeof value !== 'object') return;
  if (path.length > MAX_DEPTH) throw refused(path, `is nested deeper than ${MAX_DEPTH} levels`);
  const isArray = Array.isArray(value);
  for (const key of Object.keys(value)) {
    path.push(isArray ? Number(key) : key);
    refuseText(key, path);
    refuseBelow((value as JsonObject)[key]!, path);
    path.pop();
  }
}

function refuseText(text: string, path: readonly (string | number)[]): void {
  if (text.isWellFormed() && !text.includes('\0')) return;
  throw refused(path, text.includes('\0') ? 'holds a NUL character' : 'holds half of a surrogate pair');
}

/** The place is made printable, since the offending text may be a key of the path itself. */
function refused(path: readonly (string | number)[], why: string): DomainError {
  const place = path
    .reduce<string>((text, part) => {
      if (typeof part === 'number') return `${text}[${part}]`;
      return text ? `${text}.${part}` : part;
    }, '')
    .replaceAll('\0', '\\u0000')
    .replaceAll(LONE_SURROGATES, '\ufffd');
  return new DomainError('invalid_entry', `${place} ${why}`, place);
}

// With the u flag, a surrogate only matches where it stands alone.
const LONE_SURROGATES = /\p{Surrogate}/gu;
