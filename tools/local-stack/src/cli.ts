import { Command } from 'commander';
import { buildStore } from './commands/build-store.js';
import { Interrupted } from './commands/interruption.js';
import { shellLines } from './commands/shell-lines.js';
import { start } from './commands/start.js';
import { printStatus } from './commands/status.js';
import { erase, takeDown } from './commands/take-down.js';
import { test } from './commands/test.js';
import { keepUp, sayWhoIsAtWork } from './commands/use-stack.js';
import { Stack } from './state/stack.js';

interface Named {
  readonly name: string;
}

const named = (command: Command): Command =>
  command.option('--name <name>', 'which stack; each has its own data and ports', 'local');

const program = new Command('daybook');

named(program.command('start'))
  .description('start everything, load the sample incidents, and stay until Ctrl-C')
  .action(({ name }: Named) => start(new Stack(name)));

program
  .command('test')
  .description('set up what the tests need and run them')
  .argument('[project...]', 'only the tests of these projects')
  .action(async (projects: string[]) => exitWith(await test(projects)));

const stack = program.command('stack').description("Daybook's servers and services on this machine");

named(stack.command('up'))
  .description('start it in the background and return when it is ready')
  .option('--servers-only', 'start PostgreSQL, RabbitMQ and MongoDB and no service', false)
  .action(({ name, serversOnly }: Named & { serversOnly: boolean }) =>
    keepUp(new Stack(name), { services: !serversOnly }),
  );

named(stack.command('status'))
  .description('show its processes; exit code 0 when all are up')
  .action(async ({ name }: Named) => exitWith(await printStatus(new Stack(name))));

named(stack.command('stop'))
  .description('end all of its processes and keep its data')
  .action(({ name }: Named) => exclusively(name, takeDown));

named(stack.command('reset'))
  .description('stop it and delete its data')
  .action(({ name }: Named) =>
    exclusively(name, async (it) => {
      await takeDown(it);
      await erase(it);
    }),
  );

named(stack.command('env'))
  .description('print export lines for a shell: eval "$(npm run --silent stack -- env)"')
  .action(async ({ name }: Named) => void process.stdout.write(await shellLines(new Stack(name))));

stack
  .command('build-store')
  .description('build SecantusDB, the quicker stand-in for MongoDB; takes 5 to 10 minutes')
  .action(buildStore);

function exclusively(name: string, action: (stack: Stack) => Promise<void>): Promise<void> {
  const it = new Stack(name);
  return it.exclusively(() => action(it), sayWhoIsAtWork);
}

function exitWith(success: boolean): void {
  process.exitCode = success ? 0 : 1;
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof Interrupted) process.exit(130);
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  // Whatever is still waited for, such as another step of a start that failed, is of no use any more.
  process.exit(1);
}
