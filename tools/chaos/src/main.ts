import { randomInt } from 'node:crypto';
import { emptyUnlessUsed, Stack, useStack } from '@daybook/local-stack';
import { Command, InvalidArgumentError } from 'commander';
import { textOf, type Report } from './report.js';
import { SCENARIOS, type ScenarioName } from './faults/scenarios.js';
import { run } from './run.js';

interface Options {
  readonly seed?: number;
  readonly rounds?: number;
  readonly minutes?: number;
  readonly scenarios: readonly ScenarioName[];
  readonly followers: boolean;
  readonly json: boolean;
  readonly name: string;
}

/** One pack of faults, two now and then dealt together. */
const DEFAULT_ROUNDS = 16;
const MAX_SEED = 2 ** 31 - 1;

const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0 && number <= MAX_SEED) return number;
  throw new InvalidArgumentError(`must be a whole number from 0 to ${MAX_SEED}.`);
};
const minutes = (text: string): number => {
  const number = Number(text);
  if (number > 0) return number;
  throw new InvalidArgumentError('must be a number above 0.');
};
const allScenarios = Object.keys(SCENARIOS) as ScenarioName[];
const scenarioNames = (text: string): ScenarioName[] =>
  text.split(',').map((name) => {
    if (name in SCENARIOS) return name as ScenarioName;
    throw new InvalidArgumentError(`are ${allScenarios.join(', ')}.`);
  });

const program = new Command('chaos')
  .description(
    'Kill, freeze and restart the servers and services of a stack of its own under load, then prove that every ' +
      'acknowledged entry is in the log and in the read model, once',
  )
  .option('--seed <seed>', 'replays the schedule and the entries of an earlier run', wholeNumber)
  .option('--rounds <rounds>', `end after so many rounds of faults (default ${DEFAULT_ROUNDS})`, wholeNumber)
  .option('--minutes <minutes>', 'end with the round in which this time is over', minutes)
  .option(
    '--scenarios <names>',
    'run these after the rounds, by commas; else all',
    scenarioNames,
    allScenarios,
  )
  .option(
    '--no-followers',
    'nobody follows what is recorded: for a store that has no room for it beside the load',
  )
  .option('--json', 'print the report as JSON alone', false)
  .option('--name <name>', 'which stack; it is emptied first', 'chaos')
  .action(
    async ({ seed = randomInt(MAX_SEED), rounds, minutes, scenarios, followers, json, name }: Options) => {
      // Servers that others use must not be killed: this stack finds its own.
      for (const given of ['POSTGRES_URL', 'RABBITMQ_URL', 'RABBITMQ_MANAGEMENT_URL', 'MONGODB_URL']) {
        delete process.env[given];
      }
      const say = (text: string): void => void process.stderr.write(`${text}\n`);
      const stack = new Stack(name);
      let report: Report | undefined;
      say(`seed ${seed}`);
      await useStack(stack, {
        wanted: { services: false },
        before: () => emptyUnlessUsed(stack),
        during: async () => {
          report = await run(stack, {
            seed,
            rounds: rounds ?? (minutes === undefined ? DEFAULT_ROUNDS : Infinity),
            minutes: minutes ?? Infinity,
            scenarios,
            followers,
            say,
          });
        },
      });
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : textOf(report!));
      if (report!.faults.length > 0) process.exitCode = 1;
    },
  );

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  // After a Ctrl-C the run is still at work on a stack that is gone.
  process.exit(1);
}
