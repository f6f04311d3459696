import { Command, Option } from 'commander';
import type { Fallback } from '../connection/connection.js';
import { commandServiceOptions } from '../connection/options.js';
import type { VerifyOptions } from './run-verify.js';

export function verifyCommand(fallback: Fallback | undefined): Command {
  return commandServiceOptions(new Command('verify'), 'log:read')
    .summary('check that a log is as it was recorded')
    .description('Check that a log is as it was recorded, and name the first row that is not.')
    .argument('[export]', 'an export, plain or gzipped; left out: a running service, or --postgres')
    .option('--postgres <url>', 'read the database of the log itself, past the service')
    .option('--checkpoint <file...>', 'texts that hold signed checkpoints, against which the log is compared')
    .option('--incident <file...>', 'JSON exports of incidents, which are held against the log')
    .option('--since <file>', 'check only what came after the last checkpoint in this file')
    .addOption(
      new Option('--keys <file...>', 'public keys of checkpoints, as JSON Web Key Sets').env(
        'DAYBOOK_CHECKPOINT_KEYS',
      ),
    )
    .addHelpText(
      'after',
      `
Ends with 0: intact, 1: tampered with, 2: could not be checked.

Example:
  $ daybook verify export.ndjson.gz --checkpoint checkpoints.txt --keys keys.json`,
    )
    .action(async (file: string | undefined, _options, command: Command) => {
      const { runVerify } = await import('./run-verify.js');
      await runVerify(file, command.optsWithGlobals<VerifyOptions>(), fallback);
    });
}
