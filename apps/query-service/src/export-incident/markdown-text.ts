const CONTROL = /[\0-\x08\x0e-\x1f\x7f-\x9f]/g;
const LINE_END = /\r\n|[\n\v\f\r\x85\u2028\u2029]/;
const BLANKS = /[ \t]+/;
/** What some renderer makes a link of, or a mention of somebody, however it is escaped; a code span it leaves alone. */
const LINK_LIKE = /:\/\/|^\W*(?:www\.|mailto:|xmpp:)|@|[\p{L}\p{N}]\.\p{L}{2}/iu;
/** In each of these: looking closely at every word took most of the time. */
const NEEDS_A_LOOK = /[.:@]/;
/** Means something anywhere in a line, in CommonMark or in what is usual beside it (tables, strikethrough, mathematics). */
const MARKUP = /[\\`*_{}[\]<>&|~$#]/g;
/** What at the beginning of a line makes it a heading, an item, a rule or a table. */
const BLOCK_START = /^(?:[+\-=:]|\d{1,9}[.)])/;

/**
 * Text from anybody as one line of Markdown that reads the same and is nothing but text: no link, image, HTML, heading
 * or table can come of it. A word that looks like an address becomes a code span.
 */
export function markdownLine(text: string): string {
  return linesOf(text).join(' ');
}

/** As `markdownLine`, with the lines of the text as lines of one paragraph. @param indent of the lines but the first */
export function markdownLines(text: string, indent: string): string {
  return linesOf(text).join(`\\\n${indent}`);
}

/** A span of code, from one line of any text. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = /^`|`$|^ .* $/.test(text) ? ' ' : '';
  return `${fence}${padding}${text}${padding}${fence}`;
}

function isLinkLike(word: string): boolean {
  return NEEDS_A_LOOK.test(word) && LINK_LIKE.test(word);
}

function linesOf(text: string): string[] {
  return text.split(LINE_END).map(escapedLine).filter(Boolean);
}

function escapedLine(line: string): string {
  const words = line.replace(CONTROL, '\ufffd').split(BLANKS).filter(Boolean);
  const escaped = words.map((word) =>
    isLinkLike(word) ? codeSpan(word) : word.replace(MARKUP, String.raw`\$&`),
  );
  return escaped.join(' ').replace(BLOCK_START, (start) => `${start.slice(0, -1)}\\${start.at(-1)!}`);
}
