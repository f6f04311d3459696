import { Argument, Command, Option } from 'commander';
import type { Fallback } from '../connection/connection.js';
import { wholeNumber } from '../terminal/whole-number.js';
import type { Options, RebuildOptions } from './run-projections.js';

/** The one that there is; known here as well so that help does not load what works at it. */
const TIMELINE = 'timeline';

export function projectionsCommand(fallback: Fallback | undefined): Command {
  const work = () => import('./run-projections.js');
  const list = ofDatabase(new Command('list'))
    .description('List the projections and their generations.')
    .addHelpText('after', example('list'))
    .action(async (_options, command: Command) => (await work()).list(optionsOf(command), fallback));
  const rebuild = ofServers(new Command('rebuild'))
    .description('Build a new generation from the log beside the live one, and go over to it.')
    .addArgument(new Argument('<name>', 'of the projection').choices([TIMELINE]))
    .option('--generation <number>', 'go on with this one, e.g. to go back to the one before', wholeNumber)
    .option('--anew', 'begin from nothing, also where a rebuild was interrupted', false)
    .addHelpText('after', example('rebuild timeline'))
    .action(async (name: string, _options, command: Command) =>
      (await work()).rebuild(name, optionsOf<RebuildOptions>(command), fallback),
    );
  const check = ofServers(new Command('check'))
    .description('Prove that a read model is what the log gives: nothing missing, altered or surplus.')
    .addArgument(nameOrAll())
    .option('--generation <number>', 'this one instead of the live one', wholeNumber)
    .addHelpText('after', example('check'))
    .action(async (name: string, _options, command: Command) =>
      (await work()).check(name, optionsOf(command), fallback),
    );
  const repair = ofServers(new Command('repair'))
    .description('Mend what a check finds, in place, and check again.')
    .addArgument(nameOrAll())
    .option('--generation <number>', 'this one instead of the live one', wholeNumber)
    .addHelpText('after', example('repair'))
    .action(async (name: string, _options, command: Command) =>
      (await work()).repair(name, optionsOf(command), fallback),
    );
  const drop = ofDatabase(new Command('drop'))
    .description('Remove generations that are not live.')
    .addArgument(new Argument('<name>', 'of the projection').choices([TIMELINE]))
    .option('--generation <number>', 'this one alone', wholeNumber)
    .addHelpText('after', example('drop timeline --generation 1'))
    .action(async (_name: string, _options, command: Command) =>
      (await work()).drop(optionsOf(command), fallback),
    );
  const projections = new Command('projections')
    .summary('check, repair and rebuild read models')
    .description('Rebuild and look after the read models of the query-service, while it runs.')
    .addHelpText(
      'after',
      '\nEnds with 1 when a read model is not what the log gives, with 2 when it could not be done.',
    );
  return [list, rebuild, check, repair, drop].reduce((all, each) => all.addCommand(each), projections);
}

function ofDatabase(command: Command): Command {
  return command.addOption(new Option('--mongodb <url>', 'database of the query-service').env('MONGODB_URL'));
}

function ofServers(command: Command): Command {
  return ofDatabase(command)
    .addOption(
      new Option('--url, --command-url <url>', 'address of the command-service').env('COMMAND_SERVICE_URL'),
    )
    .addOption(
      new Option('--token <token>', 'a token of account * with the scope log:read').env('FEED_TOKEN'),
    );
}

function nameOrAll(): Argument {
  return new Argument('[name]', 'of the projection').choices([TIMELINE]).default(TIMELINE);
}

function example(args: string): string {
  return `\nExample:\n  $ daybook projections ${args}`;
}

function optionsOf<Kind extends Options>(command: Command): Kind {
  return command.optsWithGlobals<Kind>();
}
