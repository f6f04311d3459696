import {
  checkProjection,
  dropGenerations,
  listGenerations,
  rebuildProjection,
  repairProjection,
  TIMELINE,
  type CheckReport,
} from '@daybook/query-service';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { ProgressBar, tell } from './progress-bar.js';
import { checkText, dropText, isClean, listText, rebuildText } from './report-text.js';
import { serversOf, withStore, type ServerOptions } from './servers.js';

interface Options extends ServerOptions {
  readonly json: boolean;
}

interface RebuildFlags extends Options {
  readonly generation?: number;
  readonly anew: boolean;
}

const program = new Command('projections')
  .description('Rebuild and look after the read models of the query-service, while it runs.')
  .addHelpText(
    'after',
    '\nEnds with 1 when a read model is not what the log gives, with 2 when it could not be done.',
  );

const name = () => new Argument('<name>', 'of the projection').choices([TIMELINE]);
const nameOrAll = () => new Argument('[name]', 'of the projection').choices([TIMELINE]).default(TIMELINE);
const ofDatabase = (command: Command) =>
  command
    .addOption(new Option('--mongodb <url>', 'database of the query-service').env('MONGODB_URL'))
    .option('--json', 'print the outcome as JSON', false);
const ofServers = (command: Command) =>
  ofDatabase(command)
    .addOption(new Option('--url <url>', 'address of the command-service').env('COMMAND_SERVICE_URL'))
    .addOption(
      new Option('--token <token>', 'a token of account * with the scope log:read').env('FEED_TOKEN'),
    );

ofDatabase(program.command('list')).description('List the projections and their generations.').action(list);
ofServers(program.command('rebuild'))
  .description('Build a new generation from the log beside the live one, and go over to it.')
  .addArgument(name())
  .option('--generation <number>', 'go on with this one, e.g. to go back to the one before', wholeNumber)
  .option('--anew', 'begin from nothing, also where a rebuild was interrupted', false)
  .action(rebuild);
ofServers(program.command('check'))
  .description('Prove that a read model is what the log gives: nothing missing, altered or surplus.')
  .addArgument(nameOrAll())
  .option('--generation <number>', 'this one instead of the live one', wholeNumber)
  .action(check);
ofServers(program.command('repair'))
  .description('Mend what a check finds, in place, and check again.')
  .addArgument(nameOrAll())
  .option('--generation <number>', 'this one instead of the live one', wholeNumber)
  .action(repair);
ofDatabase(program.command('drop'))
  .description('Remove generations that are not live.')
  .addArgument(name())
  .option('--generation <number>', 'this one alone', wholeNumber)
  .action(drop);

try {
  await program.parseAsync();
} catch (error) {
  tell((error as Error).message);
  process.exitCode = 2;
}

async function list(options: Options): Promise<void> {
  const listed = await withStore(options, (store) => listGenerations(store.generations));
  print(options, { [TIMELINE]: listed }, () => listText(TIMELINE, listed));
}

async function rebuild(projection: string, options: RebuildFlags): Promise<void> {
  const { generation, anew } = options;
  const servers = await serversOf(options);
  const bar = new ProgressBar('building');
  try {
    const report = await rebuildProjection(servers, {
      ...{ anew, signal: interruption() },
      ...(generation !== undefined && { generation }),
      onProgress: (position, head) => bar.update(position, head),
      onPhase: (phase, number) => tell(`${phase} generation ${number}`),
      onWaiting: (reason) => tell(`waiting: ${reason}`),
    });
    bar.stop();
    print(options, report, () => rebuildText(projection, report));
  } finally {
    bar.stop();
  }
}

async function check(projection: string, options: Options & { readonly generation?: number }): Promise<void> {
  const report = await walk(checkProjection, options);
  print(options, report, () => checkText(projection, report));
  if (!isClean(report)) process.exitCode = 1;
}

async function repair(
  projection: string,
  options: Options & { readonly generation?: number },
): Promise<void> {
  const found = await walk(repairProjection, options);
  const now = await walk(checkProjection, options);
  print(
    options,
    { found, now },
    () => `Found: ${checkText(projection, found)}Now: ${checkText(projection, now)}`,
  );
  if (!isClean(now)) process.exitCode = 1;
}

async function walk(
  work: typeof checkProjection,
  options: Options & { readonly generation?: number },
): Promise<CheckReport> {
  const { generation } = options;
  const bar = new ProgressBar('checking');
  try {
    return await work(await serversOf(options), {
      signal: interruption(),
      ...(generation !== undefined && { generation }),
      onProgress: (position, head) => bar.update(position, head),
      onPhase: (phase) => {
        bar.stop();
        tell(`checking ${phase}`);
      },
    });
  } finally {
    bar.stop();
  }
}

async function drop(_projection: string, options: Options & { readonly generation?: number }): Promise<void> {
  const dropped = await withStore(options, (store) => dropGenerations(store.generations, options.generation));
  print(options, { dropped }, () => dropText(dropped));
}

function print({ json }: Options, outcome: object, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(outcome, undefined, 2)}\n` : text());
}

/** Aborted by Ctrl-C and its like; a second one ends the process. */
function interruption(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stop.abort(new Error('Interrupted: run it again, and it goes on from here.')));
  }
  return stop.signal;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
