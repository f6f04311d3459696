/**
 * What a terminal would obey, or what would turn the order of text around: control characters but for the end of a
 * line, and the embeddings, overrides and isolates of bidirectional text.
 */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text that somebody else wrote, harmless to a terminal: what it would obey is shown instead. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(OBEYED, shown);
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

function shown(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\t') return ' ';
  // Unicode has a picture of each of these.
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
