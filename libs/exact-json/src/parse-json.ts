import { InexactNumber } from '@daybook/timeline-domain';
import { compareNumber } from 'lossless-json';

// Doubles carry 15 significant digits exactly; only longer numbers and ones with an exponent need a closer look.
// Ids and times are full of digits, so it counts where a number can begin.
const NEEDS_A_LOOK = /(?:^|[:,[\s])-?(?:[\d.]{16}|[\d.]+[eE])/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Nobody can send this by chance or on purpose. */
const MARK = `inexact-${crypto.randomUUID()}:`;

const BLANKS = new Set([' ', '\t', '\n', '\r']);
const STRING_OR_BRACKET = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The same key twice in one object: JSON.parse keeps the last value and forgets the others without a word. */
export class DuplicateKey extends SyntaxError {
  override readonly name = 'DuplicateKey';

  constructor(readonly key: string) {
    super(`the key ${JSON.stringify(key)} stands twice in one object`);
  }
}

/**
 * Reads JSON without changing a fact: bytes that are not UTF-8 and keys that stand twice are errors, nothing of them is
 * replaced or dropped, and a number that a double would change comes out as InexactNumber, so that only the entry that
 * holds it is refused.
 *
 * @param lastKeyCounts of a key that stands twice the last value is taken, and it is no error
 * @throws SyntaxError for what is not JSON; DuplicateKey
 */
export function parseJson(body: Uint8Array, lastKeyCounts = false): unknown {
  const text = decode(body);
  const value: unknown = JSON.parse(text);
  if (!lastKeyCounts) refuseDuplicateKeys(text, value);
  if (!NEEDS_A_LOOK.test(text)) return value;

  let inexact = false;
  const marked = text.replace(STRING_OR_NUMBER, (token) => {
    if (token.startsWith('"') || isExact(token)) return token;
    inexact = true;
    return `"${MARK}${token}"`;
  });
  return inexact ? unmark(JSON.parse(marked)) : value;
}

/**
 * Where a text ends no more keys than the value has, none was dropped. It may seem to end more where a string holds a
 * quote before a colon: only then are its keys looked at one by one.
 *
 * @param text that JSON.parse has read, so it needs no more checks
 */
function refuseDuplicateKeys(text: string, value: unknown): void {
  if (keysOf(value) === endsOfKeys(text)) return;
  const open: (Set<string> | undefined)[] = [];
  let string = '';
  for (const [token] of text.matchAll(STRING_OR_BRACKET)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') string = token;
    else {
      const key = JSON.parse(string) as string;
      const keys = open.at(-1)!;
      if (keys.has(key)) throw new DuplicateKey(key);
      keys.add(key);
    }
  }
}

function keysOf(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const children = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) count += children.length;
    for (const child of children) if (typeof child === 'object' && child !== null) open.push(child);
  }
  return count;
}

/** How many quotes stand before a colon, but for blanks between them. */
function endsOfKeys(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (BLANKS.has(text[before]!)) before -= 1;
    if (text[before] === '"') count += 1;
  }
  return count;
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
