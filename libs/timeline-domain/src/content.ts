import { configure } from 'safe-stable-stringify';
import { DomainError } from './errors.js';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** SHA-256 of the UTF-8 of `text`, as 64 lower-case hexadecimal digits. An argument, since the domain imports no platform. */
export type Sha256 = (text: string) => string;

/**
 * Keys in the order of their UTF-16 code units, strings and numbers as JSON.stringify writes them: for what
 * refuseUnstorable lets through that is RFC 8785. A third of the time of the library that is named after it, against
 * which the spec holds it. `strict`: it throws rather than write what is no JSON.
 */
const canonicalJson = configure({ strict: true, bigint: false });

/** Deeper values are refused, so that no reader's recursion can be blown up by a fact. */
export const MAX_DEPTH = 32;

/** What the client sent, as RFC 8785 canonical JSON, and the hash that two sendings of the same fact share. */
export interface Content {
  readonly text: string;
  readonly hash: string;
}

/**
 * The content of a fact: all that the client sent but the `id`, which is the key and may stand in the path instead.
 *
 * @throws DomainError `invalid_entry` for what canonical JSON can't carry
 */
export function contentOf(sent: JsonObject, sha256: Sha256): Content {
  const { id: _key, ...fact } = sent;
  refuseUnstorable(fact);
  const text = canonicalJson(fact)!;
  return { text, hash: sha256(text) };
}

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
  if (!UNSTORABLE.test(text)) return;
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
const UNSTORABLE = /\0|\p{Surrogate}/u;
const LONE_SURROGATES = /\p{Surrogate}/gu;
