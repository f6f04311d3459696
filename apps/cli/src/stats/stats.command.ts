import { Command, Option } from 'commander';
import type { Fallback } from '../connection/connection.js';
import { periodOptions, repeated } from '../connection/entry-filter.js';
import { queryServiceOptions } from '../connection/options.js';
import type { StatsOptions } from './stats.js';

export function statsCommand(fallback: Fallback | undefined): Command {
  return periodOptions(queryServiceOptions(new Command('stats')), 'was triggered')
    .summary('how many incidents, and how long they took')
    .description(
      'How many incidents were triggered, and how long until they were acknowledged (MTTA) and resolved (MTTR): ' +
        'the mean, and the median in brackets. Of the last 30 days where no time is given.',
    )
    .addOption(
      new Option('--by <what>', 'a row for each')
        .choices(['service', 'team', 'severity', 'day', 'week', 'hour-of-week'])
        .default('service'),
    )
    .option('--service <service>', 'only incidents of this service; may be repeated', repeated)
    .option('--team <team>', 'only incidents of this team; may be repeated', repeated)
    .option('--severity <severity>', 'only incidents of this severity; may be repeated', repeated)
    .option('--zone <zone>', 'where days, weeks and hours begin; UTC by default')
    .addHelpText('after', '\nExample:\n  $ daybook stats --by team --since 2026-01-01 --until 2026-04-01')
    .action(async (_options, command: Command) => {
      const { stats } = await import('./stats.js');
      await stats(command.optsWithGlobals<StatsOptions>(), fallback);
    });
}
