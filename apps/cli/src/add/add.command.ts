import { Command } from 'commander';
import type { Fallback } from '../connection/connection.js';
import { instant, repeated } from '../connection/entry-filter.js';
import { commandServiceOptions, queryUrlOption } from '../connection/options.js';
import type { AddOptions } from './add.js';

export function addCommand(fallback: Fallback | undefined): Command {
  return queryUrlOption(commandServiceOptions(new Command('add'), 'entries:write'))
    .summary('record an entry')
    .description('Record an entry on the timeline of an incident, and print its receipt.')
    .argument('<incident>', 'its id; the first entry makes it')
    .argument('<summary...>', 'what happened, for people; - reads it from standard input')
    .option('--type <type>', 'trigger, acknowledge, resolve, annotate, or any other word', 'annotate')
    .option(
      '--at <time>',
      'when it happened: an RFC 3339 time, a date, or 30m, 2h ago; now by default',
      instant,
    )
    .option('--agent <agent>', 'who or what acted, where it was not the owner of the token')
    .option('--channel <channel>', 'how the fact came about', 'cli')
    .option('--service <service>', 'which it is about')
    .option('--team <team>', 'which it concerns; may be repeated', repeated)
    .option('--details <json>', 'an object with whatever else there is to say')
    .option('--link <url>', 'where more is to be read; may be repeated', repeated)
    .option('--id <id>', 'UUIDv7 of the entry, so that doing it again adds nothing')
    .option('--wait', 'until readers see it; the token needs the scope entries:read as well')
    .addHelpText(
      'after',
      `
Ends with 1 when the entry is refused.

Examples:
  $ daybook add checkout-1 "Checkout answers 500" --type trigger --service checkout
  $ journalctl -u checkout -n 20 | daybook add checkout-1 -`,
    )
    .action(async (incident: string, summary: string[], _options, command: Command) => {
      const { add } = await import('./add.js');
      await add(incident, summary.join(' '), command.optsWithGlobals<AddOptions>(), fallback);
    });
}
