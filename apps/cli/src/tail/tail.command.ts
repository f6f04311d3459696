import { Command } from 'commander';
import type { Fallback } from '../connection/connection.js';
import { entryFilterOptions } from '../connection/entry-filter.js';
import { queryServiceOptions } from '../connection/options.js';
import { wholeNumber } from '../terminal/whole-number.js';
import { textOptions } from '../timeline-text/text-options.js';
import type { TailOptions } from './tail.js';

export function tailCommand(fallback: Fallback | undefined): Command {
  return textOptions(entryFilterOptions(queryServiceOptions(new Command('tail'))))
    .summary('follow what is recorded, live')
    .description(
      'The last entries, then what is recorded as it comes, of one incident or of all. Goes on after an ' +
        'interruption where it was, without gap or repeat, until Ctrl-C.',
    )
    .argument('[incident]', 'its id; it may still be to come')
    .option('-n, --last <number>', 'how many entries to begin with', wholeNumber, 10)
    .option(
      '--after <position>',
      'begin behind this position instead, e.g. local:1:3022, or 0: the whole log',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ daybook tail --type trigger
  $ daybook tail gitlab-2017-01-31 --json | jq .summary`,
    )
    .action(async (incident: string | undefined, _options, command: Command) => {
      const { tail } = await import('./tail.js');
      await tail(incident, command.optsWithGlobals<TailOptions>(), fallback);
    });
}
