import { Command } from 'commander';
import type { GlobalOptions } from '../connection/options.js';
import type { AddOptions } from './edit-profiles.js';

export function profileCommand(): Command {
  const work = () => import('./edit-profiles.js');
  const add = new Command('add')
    .summary('keep the addresses of a Daybook under a name')
    .description(
      'Keep the addresses of a Daybook under a name, and how its token is had. One named default is used where ' +
        'nothing else is said.',
    )
    .argument('<name>', 'letters, digits, dots, dashes and underscores; one of this name is replaced')
    .option('--command-url <url>', 'address of its command-service')
    .option('--query-url <url>', 'address of its query-service')
    .option('--token-command <command>', 'for a shell: prints the token, e.g. from a password manager')
    .option('--token-stdin', 'keep the token that is read from standard input, in a file of mode 600')
    .addHelpText(
      'after',
      `
Example:
  $ daybook profile add prod --command-url https://daybook.example.com/write \\
      --query-url https://daybook.example.com/read --token-command 'pass show daybook'`,
    )
    .action(async (name: string, options: AddOptions) => (await work()).addProfile(name, options));
  const list = new Command('list')
    .description('The profiles and their addresses; tokens are not shown.')
    .addHelpText('after', '\nExample:\n  $ daybook profile list')
    .action(async (_options, command: Command) =>
      (await work()).listProfiles(command.optsWithGlobals<GlobalOptions>()),
    );
  const remove = new Command('remove')
    .description('Forget a profile.')
    .argument('<name>', 'which one')
    .addHelpText('after', '\nExample:\n  $ daybook profile remove staging')
    .action(async (name: string) => (await work()).removeProfile(name));
  return new Command('profile')
    .summary('names for several Daybooks')
    .description('Names for several Daybooks, for --profile. Options and environment go before a profile.')
    .addCommand(add)
    .addCommand(list)
    .addCommand(remove);
}
