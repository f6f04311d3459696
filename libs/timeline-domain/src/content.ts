import { configure } from 'safe-stable-stringify';
import { refuseUnstorable } from './storable.js';

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
  refuseUnstorable(sent);
  return contentOfChecked(sent, sha256);
}

/** As contentOf, for what refuseUnstorable has let through already, which is a tenth of the work on a fact. */
export function contentOfChecked({ id: _key, ...fact }: JsonObject, sha256: Sha256): Content {
  const text = canonicalJson(fact)!;
  return { text, hash: sha256(text) };
}
