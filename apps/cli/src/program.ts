import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { addCommand } from './add/add.command.js';
import { addCompletion } from './completion/completion.js';
import type { Fallback } from './connection/connection.js';
import { deadLettersCommand } from './dead-letters/dead-letters.command.js';
import { doctorCommand } from './doctor/doctor.command.js';
import { exportCommand } from './export/export.command.js';
import { importCommand } from './import/import.command.js';
import { profileCommand } from './profiles/profile.command.js';
import { projectionsCommand } from './projections/projections.command.js';
import { routingKeyCommand } from './routing-key/routing-key.command.js';
import { searchCommand } from './search/search.command.js';
import { showCommand } from './show/show.command.js';
import { statsCommand } from './stats/stats.command.js';
import { tailCommand } from './tail/tail.command.js';
import { tokenCommand } from './token/token.command.js';
import { verifyCommand } from './verify/verify.command.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The whole command line. What a command works with is loaded when it runs, so that help and completion are quick. */
export function createProgram(fallback?: Fallback): Command {
  const program = new Command('daybook')
    .description('Record, read, follow and check incident timelines.')
    .version(version)
    .addOption(
      new Option('--profile <name>', 'which Daybook: a name from `daybook profile list`').env(
        'DAYBOOK_PROFILE',
      ),
    )
    .option('--json', 'NDJSON, also on a terminal')
    .option('--no-json', 'text, also where the output is no terminal')
    .exitOverride()
    .showHelpAfterError('(add --help for more)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODES);
  for (const command of [
    addCommand(fallback),
    showCommand(fallback),
    tailCommand(fallback),
    searchCommand(fallback),
    exportCommand(fallback),
    statsCommand(fallback),
    importCommand(fallback),
    verifyCommand(fallback),
    projectionsCommand(fallback),
    deadLettersCommand(fallback),
    routingKeyCommand(fallback),
    tokenCommand(fallback),
    profileCommand(),
    doctorCommand(fallback),
  ])
    program.addCommand(adopt(program, command));
  addCompletion(program);
  return program;
}

const EXIT_CODES = `
Exit codes: 0 done; 1 carried out, and the answer is no; 2 could not be carried out.`;

/** Commands that were made elsewhere take on the program's ways, and theirs as well. */
function adopt(parent: Command, command: Command): Command {
  command.copyInheritedSettings(parent);
  for (const each of command.commands) adopt(command, each);
  return command;
}
