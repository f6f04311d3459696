import { Command } from 'commander';
import type { Fallback } from '../connection/connection.js';
import { commandServiceOptions } from '../connection/options.js';
import { wholeNumber } from '../terminal/whole-number.js';
import type { ImportOptions } from './run-import.js';

export function importCommand(fallback: Fallback | undefined): Command {
  return commandServiceOptions(new Command('import'), 'entries:write')
    .summary('load entries from NDJSON files')
    .description('Load entries from NDJSON files, plain or gzipped. Loading a file again adds nothing.')
    .argument('<file...>', 'one entry a line, as PUT /v1/entries/{id} takes it; `id` may be left out')
    .option('--map <file>', 'the lines are something else: this file says how entries are made of them')
    .option('--dry-run', 'print the entries that would be sent, and send nothing')
    .option('--from-line <number>', 'leave out the lines before it', wholeNumber, 1)
    .option('--patience <seconds>', 'how long to go on trying while nothing is taken', wholeNumber, 300)
    .addHelpText(
      'after',
      `
Ends with 1 when not everything was taken, with 2 when it could not go on.

Example:
  $ daybook import --map samples/mappings/github-status.json updates.ndjson.gz`,
    )
    .action(async (files: string[], _options, command: Command) => {
      const { runImport } = await import('./run-import.js');
      await runImport(files, command.optsWithGlobals<ImportOptions>(), fallback);
    });
}
