import { Command } from 'commander';
import type { Fallback, Given } from '../connection/connection.js';
import { commandServiceOptions, type GlobalOptions } from '../connection/options.js';

export function routingKeyCommand(fallback: Fallback | undefined): Command {
  const door = async (command: Command) => {
    const { RoutingKeys } = await import('./routing-keys.js');
    return RoutingKeys.of(command.optsWithGlobals<GlobalOptions & Given>(), fallback);
  };
  const of = (name: string) => commandServiceOptions(new Command(name), 'admin');
  const create = of('create')
    .summary('make a key and print it')
    .description('Make a key and print it: the bare key. It is told this once.')
    .requiredOption('--service <service>', 'whose events it brings')
    .addHelpText('after', '\nExample:\n  $ daybook routing-key create --service checkout')
    .action(async ({ service }: { service: string }, command: Command) =>
      (await door(command)).create(service),
    );
  const list = of('list')
    .description('The keys of the account, by their first half, oldest first.')
    .addHelpText('after', '\nExample:\n  $ daybook routing-key list')
    .action(async (_options, command: Command) => (await door(command)).list());
  const revoke = of('revoke')
    .description('Take no event with this key any more.')
    .argument('<id>', 'first half of the key, or all of it')
    .addHelpText('after', '\nExample:\n  $ daybook routing-key revoke 0123456789abcdef')
    .action(async (id: string, _options, command: Command) => (await door(command)).revoke(id));
  return new Command('routing-key')
    .summary('keys by which monitoring tools send events')
    .description('The keys by which monitoring tools send events, each for one service of an account.')
    .addCommand(create)
    .addCommand(list)
    .addCommand(revoke);
}
