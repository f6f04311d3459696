import { Command, Option } from 'commander';
import type { Fallback } from '../connection/connection.js';
import { entryFilterOptions } from '../connection/entry-filter.js';
import { queryServiceOptions } from '../connection/options.js';
import type { ExportOptions } from './export.js';

export function exportCommand(fallback: Fallback | undefined): Command {
  return entryFilterOptions(queryServiceOptions(new Command('export')))
    .summary('an incident as a file')
    .description(
      'An incident with its whole timeline as one file: JSON, which `daybook verify --incident` holds against the ' +
        'log, CSV, or Markdown, the draft of a post-mortem.',
    )
    .argument('<incident>', 'its id')
    .addOption(
      new Option('--format <format>', 'of the file').choices(['json', 'csv', 'markdown']).default('json'),
    )
    .option('--output <file>', 'write it there, or nothing at all; standard output by default')
    .option('--overview', 'only entries that tell the story')
    .option('--text <words>', 'only entries with all of these words')
    .option('--zone <zone>', 'an IANA time zone in which times are told; UTC by default')
    .addHelpText(
      'after',
      `
Ends with 1 when there is no such incident, with 2 when the file is not whole.

Example:
  $ daybook export gitlab-2017-01-31 --format markdown --zone Europe/Berlin --output post-mortem.md`,
    )
    .action(async (incident: string, _options, command: Command) => {
      const { exportIncident } = await import('./export.js');
      await exportIncident(incident, command.optsWithGlobals<ExportOptions>(), fallback);
    });
}
