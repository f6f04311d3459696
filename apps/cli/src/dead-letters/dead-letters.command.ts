import { Command } from 'commander';
import type { Fallback, Given } from '../connection/connection.js';
import { commandServiceOptions, type GlobalOptions } from '../connection/options.js';

export function deadLettersCommand(fallback: Fallback | undefined): Command {
  const letters = async (command: Command) => {
    const { DeadLetters } = await import('./dead-letters.js');
    return DeadLetters.of(command.optsWithGlobals<GlobalOptions & Given>(), fallback);
  };
  const of = (name: string) => commandServiceOptions(new Command(name), 'admin');
  const some = (name: string) =>
    of(name).argument('[id...]', 'of dead letters').option('--all', 'each that there is now');
  const list = of('list')
    .description('The dead letters of the account, oldest first.')
    .addHelpText('after', '\nExample:\n  $ daybook dead-letters list')
    .action(async (_options, command: Command) => (await letters(command)).list());
  const show = of('show')
    .description('One dead letter with the message as it came.')
    .argument('<id>', 'of the dead letter')
    .addHelpText('after', '\nExample:\n  $ daybook dead-letters show 0190163d-8694-439b-aea5-966c26f8ad91')
    .action(async (id: string, _options, command: Command) => (await letters(command)).show(id));
  const replay = some('replay')
    .description('Carry commands out again; a dead letter that succeeds is gone, another stays.')
    .addHelpText(
      'after',
      '\nEnds with 1 when one fails again.\n\nExample:\n  $ daybook dead-letters replay --all',
    )
    .action(async (ids: string[], { all }: { all?: true }, command: Command) =>
      (await letters(command)).replay(ids, all === true),
    );
  const drop = some('drop')
    .description('Throw dead letters away, for good.')
    .addHelpText('after', '\nExample:\n  $ daybook dead-letters drop 0190163d-8694-439b-aea5-966c26f8ad91')
    .action(async (ids: string[], { all }: { all?: true }, command: Command) =>
      (await letters(command)).drop(ids, all === true),
    );
  const deadLetters = new Command('dead-letters')
    .summary('commands that were not carried out')
    .description(
      'Commands that came by the queue and were not carried out: to be looked at, replayed or dropped.',
    );
  return [list, show, replay, drop].reduce((those, each) => those.addCommand(each), deadLetters);
}
