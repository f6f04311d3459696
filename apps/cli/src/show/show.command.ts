import { Command, Option } from 'commander';
import type { Fallback } from '../connection/connection.js';
import { entryFilterOptions, repeated } from '../connection/entry-filter.js';
import { queryServiceOptions } from '../connection/options.js';
import { wholeNumber } from '../terminal/whole-number.js';
import { duration, textOptions } from '../timeline-text/text-options.js';
import type { ShowOptions } from './show-options.js';

export function showCommand(fallback: Fallback | undefined): Command {
  const command = textOptions(entryFilterOptions(queryServiceOptions(new Command('show'))))
    .summary('the timeline of an incident, or the latest incidents')
    .description(
      'The timeline of an incident, with the time since it was triggered and the silence between entries. ' +
        'Without an incident: the incidents with the newest activity.',
    )
    .argument('[incident]', 'its id')
    .option('--last <number>', 'only so many entries from the end, or so many incidents', wholeNumber)
    .option('--overview', 'only entries that tell the story, and how many are left out')
    .option('--text <words>', 'only entries, or incidents, with all of these words')
    .option('--gap <duration>', 'tell of a silence as long as that', duration, 15 * 60_000)
    .addOption(
      new Option('--status <status>', 'only incidents that are so; may be repeated')
        .choices(['triggered', 'acknowledged', 'resolved', 'unknown'])
        .argParser(repeated),
    )
    .addHelpText(
      'after',
      `
Ends with 1 when there is no such incident.

Examples:
  $ daybook show gitlab-2017-01-31 --overview
  $ daybook show --status triggered --service checkout`,
    );
  return command.action(async (incident: string | undefined, _options, command: Command) => {
    const { show } = await import('./show.js');
    await show(incident, command.optsWithGlobals<ShowOptions>(), fallback);
  });
}
