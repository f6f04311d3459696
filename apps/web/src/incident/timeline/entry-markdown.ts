import type { Entry } from '@daybook/client';
import { namedIn, typeWords } from './entry-words.js';

/** Characters that mean something to Markdown, made to mean themselves. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}

/** An address in which no parenthesis ends a link. */
function closed(address: string): string {
  return address.replaceAll('(', '%28').replaceAll(')', '%29');
}

/** An entry as a line of a Markdown list, with a link to where it is shown. @param address of the entry on this page */
export function entryMarkdown(entry: Entry, address: string): string {
  const who = namedIn(entry['agent'])?.name;
  const what = entry.redacted ? '_redacted_' : escaped(entry.summary);
  const by = who === undefined ? '' : ` (${escaped(who)})`;
  return `- [${entry.occurredAtUtc}](${closed(address)}) **${escaped(typeWords(entry.type))}** ${what}${by}`;
}
