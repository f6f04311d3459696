import { Command } from 'commander';
import type { Fallback, Given } from '../connection/connection.js';
import { commandServiceOptions, queryUrlOption, type GlobalOptions } from '../connection/options.js';

export function doctorCommand(fallback: Fallback | undefined): Command {
  return queryUrlOption(commandServiceOptions(new Command('doctor'), 'admin, to see dead letters as well'))
    .summary('what is wrong, and what to do')
    .description(
      'Look at both services, at PostgreSQL, RabbitMQ and MongoDB as the services see them, at the token, the way from ' +
        'the log to the readers, and the clock; say what is wrong and what to do.',
    )
    .addHelpText(
      'after',
      `
Ends with 1 when something is wrong; what only deserves a look is no reason.

Example:
  $ daybook --profile prod doctor`,
    )
    .action(async (_options, command: Command) => {
      const { doctor } = await import('./doctor.js');
      await doctor(command.optsWithGlobals<GlobalOptions & Given>(), fallback);
    });
}
