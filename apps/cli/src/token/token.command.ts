import { Command, Option } from 'commander';
import type { Fallback } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import type { TokenOptions } from './sign-token.js';

export function tokenCommand(fallback: Fallback | undefined): Command {
  return new Command('token')
    .summary('sign an access token')
    .description('Sign an access token and print it: the bare token, so that $(daybook token …) is one.')
    .requiredOption('--account <account>', 'required: the tenant whose data it opens')
    .requiredOption('--subject <subject>', 'required: who or what uses it')
    .option(
      '--scopes <scopes>',
      'entries:read, entries:write, entries:redact, log:read, admin; by commas',
      'entries:read,entries:write',
    )
    .option('--expires <lifetime>', 'such as 15m, 12h or 30d', '30d')
    .addOption(
      new Option('--key-file <file>', 'the private key that signs, a JSON Web Key').env(
        'DAYBOOK_SIGNING_KEY_FILE',
      ),
    )
    .addHelpText(
      'after',
      `
Example:
  $ daybook token --account acme --subject deploy-bot --scopes entries:write --expires 12h`,
    )
    .action(async (_options, command: Command) => {
      const { printToken } = await import('./sign-token.js');
      await printToken(command.optsWithGlobals<TokenOptions & GlobalOptions>(), fallback);
    });
}
