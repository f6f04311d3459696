import { Command } from 'commander';
import type { Fallback } from '../connection/connection.js';
import { entryFilterOptions } from '../connection/entry-filter.js';
import { queryServiceOptions } from '../connection/options.js';
import { wholeNumber } from '../terminal/whole-number.js';
import { textOptions } from '../timeline-text/text-options.js';
import type { SearchOptions } from './search.js';

export function searchCommand(fallback: Fallback | undefined): Command {
  return textOptions(entryFilterOptions(queryServiceOptions(new Command('search'))))
    .summary('entries of all incidents by their words')
    .description(
      'Entries of all incidents in which all of these words, or beginnings of words, stand: newest first.',
    )
    .argument('[words...]', 'whatever their case and accents; none: every entry that the options leave')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .addHelpText(
      'after',
      `
Ends with 1 when nothing is found.

Example:
  $ daybook search replica lag --since 7d`,
    )
    .action(async (words: string[], _options, command: Command) => {
      const { search } = await import('./search.js');
      await search(words, command.optsWithGlobals<SearchOptions>(), fallback);
    });
}
