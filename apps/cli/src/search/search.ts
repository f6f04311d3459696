import { daybookOf } from '../connection/client.js';
import type { Fallback, Given } from '../connection/connection.js';
import { filterOf, type EntryFilter } from '../connection/entry-filter.js';
import type { GlobalOptions } from '../connection/options.js';
import { EXIT } from '../exit-codes.js';
import { Output } from '../terminal/output.js';
import { tell } from '../terminal/progress.js';
import { styleOf, type TextOptions } from '../timeline-text/text-options.js';
import { TimelineText } from '../timeline-text/timeline-text.js';

export interface SearchOptions extends GlobalOptions, Given, EntryFilter, TextOptions {
  readonly limit: number;
}

/** The most that a page holds. */
const PAGE = 500;

export async function search(
  words: readonly string[],
  options: SearchOptions,
  fallback: Fallback | undefined,
): Promise<void> {
  const daybook = await daybookOf(options, ['queryUrl', 'token'], fallback);
  const output = new Output(options);
  const text = new TimelineText(styleOf(options, output));
  const query = {
    ...filterOf(options),
    ...(words.length > 0 && { text: words.join(' ') }),
    ...(options.zone !== undefined && { zone: options.zone }),
    limit: Math.min(PAGE, Math.max(1, options.limit)),
  };
  let found = 0;
  for await (const entry of daybook.entries(query)) {
    if (found === options.limit) {
      if (!output.json) tell(`There are more: --limit ${options.limit * 2} shows twice as many.`);
      break;
    }
    output.print(entry, () => text.entry(entry));
    found += 1;
  }
  if (found > 0) return;
  process.exitCode = EXIT.no;
  if (!output.json) tell('Nothing is found.');
}
