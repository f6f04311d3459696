import type { JsonObject, JsonValue } from './content.js';

/** A longer word is found by its first characters. */
const MAX_TERM_LENGTH = 64;
/** Of one entry; what a person writes has fewer. Words behind the first of these are not found. */
export const MAX_TERMS = 500;

const WORD = /[\p{L}\p{N}]+/gu;
/** Scripts that are written without blanks. There every character is a term: a search for more of them finds less. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Who and what an entry names is found as well as what it says; not by what its fields are called. */
const SEARCHED_FIELDS = ['summary', 'details', 'agent', 'channel', 'service', 'teams', 'contexts'] as const;

/**
 * The words by which an entry is found, each once, sorted: runs of letters and digits, case and accents folded.
 *
 * @param sent an entry as it was sent
 */
export function searchTerms(sent: JsonObject): string[] {
  return termsOf(SEARCHED_FIELDS.map((field) => sent[field]));
}

/** The words of values of any kind, of nested ones too. */
export function termsOf(values: readonly (JsonValue | undefined)[]): string[] {
  const terms = new Set<string>();
  for (const value of values) collect(value, terms);
  return [...terms].sort();
}

/** What a reader typed, as terms or beginnings of terms, each once. */
export function searchWords(text: string): string[] {
  return [...new Set(wordsOf(text))];
}

function collect(value: JsonValue | undefined, terms: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number') {
    for (const word of wordsOf(String(value))) {
      if (terms.size >= MAX_TERMS) return;
      terms.add(word);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, terms);
  }
}

function wordsOf(text: string): string[] {
  const words = fold(text).match(WORD) ?? [];
  const single = words.flatMap((word) => (UNSPACED.test(word) ? [...word] : [word]));
  return single.map((word) => cut(word));
}

/** Upper case first: it makes one of letters that have several lower forms, as ß and ss. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .toLowerCase();
}

/** By characters, so that no pair of surrogates is torn apart. */
function cut(word: string): string {
  return word.length <= MAX_TERM_LENGTH ? word : [...word].slice(0, MAX_TERM_LENGTH).join('');
}
