import { isJsonObject, type JsonObject, type JsonValue } from './content.js';

/** A longer word is found by its first characters. */
const MAX_TERM_LENGTH = 64;
/** Of one entry; what a person writes has fewer. Words behind the first of these are not found. */
export const MAX_TERMS = 200;

const WORD = /[\p{L}\p{N}]+/gu;
/** Scripts that are written without blanks. There every character is a term: a search for more of them finds less. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The words by which an entry is found, each once, sorted: those of its summary, then of the texts in its details. What
 * lies deeper in the details is what machines send, by the ream: each word of it would cost every entry an index key.
 *
 * @param sent an entry as it was sent
 */
export function searchTerms(sent: JsonObject): string[] {
  const { summary, details } = sent;
  const fields = isJsonObject(details) ? Object.values(details) : [];
  return termsOf([summary, ...fields]);
}

/** Runs of letters and digits of those values that are texts, case and accents folded, each once, sorted. */
export function termsOf(values: readonly (JsonValue | undefined)[]): string[] {
  const terms = new Set<string>();
  for (const value of values) {
    if (typeof value !== 'string') continue;
    for (const word of wordsOf(value)) {
      if (terms.size < MAX_TERMS) terms.add(word);
    }
  }
  return [...terms].sort();
}

/** What a reader typed, as terms or beginnings of terms, each once. */
export function searchWords(text: string): string[] {
  return [...new Set(wordsOf(text))];
}

function wordsOf(text: string): string[] {
  const folded = fold(text);
  const words = folded.match(WORD) ?? [];
  if (!UNSPACED.test(folded)) return words.map(cut);
  return words.flatMap((word) => (UNSPACED.test(word) ? [...word] : [cut(word)]));
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
