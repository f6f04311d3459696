import { Command } from 'commander';
import { bringUp } from './commands/bring-up.js';
import { serverVariables, shellLines } from './commands/shell-lines.js';
import { erase, takeDown } from './commands/take-down.js';
import { Stack } from './state/stack.js';

const program = new Command('daybook');
const stack = program.command('stack').description("Daybook's servers and services on this machine");

const named = (command: Command): Command =>
  command.option('--name <name>', 'which stack; each has its own data and ports', 'local');

named(stack.command('up'))
  .description('start it in the background and return when it is ready')
  .option('--servers-only', 'start PostgreSQL, RabbitMQ and MongoDB and no service', false)
  .action(async (options: { name: string; serversOnly: boolean }) => {
    const it = new Stack(options.name);
    await it.exclusively(async () => {
      it.record.keptUp = true;
      await bringUp(it, { services: !options.serversOnly });
    });
  });

named(stack.command('stop'))
  .description('end all of its processes and keep its data')
  .action(async (options: { name: string }) => {
    const it = new Stack(options.name);
    await it.exclusively(() => takeDown(it));
  });

named(stack.command('reset'))
  .description('stop it and delete its data')
  .action(async (options: { name: string }) => {
    const it = new Stack(options.name);
    await it.exclusively(async () => {
      await takeDown(it);
      await erase(it);
    });
  });

named(stack.command('env'))
  .description('print export lines for a shell: eval "$(npm run --silent stack -- env)"')
  .action((options: { name: string }) => {
    process.stdout.write(shellLines(serverVariables(new Stack(options.name))));
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
