import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../processes/process-identity.js';
import { runInForeground } from '../processes/program.js';
import { serviceNames, type StartedProcess } from '../state/stack-record.js';
import { workspaceFolder, type Stack } from '../state/stack.js';
import { localToken } from '../tokens/stack-tokens.js';
import type { Interruption } from './interruption.js';
import { thingsToTry } from './things-to-try.js';
import { useStack } from './use-stack.js';

const daybook = join('tools', 'local-stack', 'src', 'daybook.ts');
const samplesFolder = 'samples';

/** `npm start`: everything, with the sample incidents in it, until Ctrl-C. */
export async function start(stack: Stack): Promise<void> {
  await useStack(stack, {
    wanted: { services: true },
    during: async (interruption) => {
      const addresses = {
        commandUrl: stack.record.services['command-service']!.url,
        queryUrl: stack.record.services['query-service']!.url,
        token: await localToken(stack),
      };
      await importSamples(addresses.commandUrl, addresses.token);
      process.stdout.write(thingsToTry(addresses));
      const others = stack.record.keptUp
        ? 'The stack was up before (`npm run stack -- stop` ends it): Ctrl-C leaves it running.'
        : 'Ctrl-C stops it; the data stays.';
      process.stdout.write(`\n${others}\n`);
      await untilStopped(stack, interruption);
    },
  });
}

async function importSamples(commandUrl: string, token: string): Promise<void> {
  const files = readdirSync(join(workspaceFolder, samplesFolder))
    .filter((name) => /\.ndjson(\.gz)?$/.test(name))
    .map((name) => join(samplesFolder, name));
  const code = await runInForeground(
    process.execPath,
    ['--conditions=@daybook/source', '--import', 'tsx', daybook, 'import', ...files],
    { cwd: workspaceFolder, env: { DAYBOOK_COMMAND_URL: commandUrl, DAYBOOK_TOKEN: token } },
  );
  if (code !== 0) throw new Error('The sample incidents could not be loaded: see above.');
}

/** Watches over what was started: says once what has ended by itself, and returns when somebody stopped the stack. */
async function untilStopped(stack: Stack, interruption: Interruption): Promise<void> {
  const told = new Set<string>();
  for (;;) {
    await interruption.race(sleep(1_000));
    const { services, servers } = stack.readRecord();
    if (serviceNames.every((name) => !services[name])) {
      process.stdout.write('The stack was stopped by another command.\n');
      return;
    }
    for (const { processes } of [...Object.values(services), ...Object.values(servers)]) {
      for (const ended of processes.filter(({ identity }) => !isAlive(identity)))
        tellOnce(stack, ended, told);
    }
  }
}

function tellOnce(stack: Stack, { what, identity }: StartedProcess, told: Set<string>): void {
  const key = `${what} ${identity.pid}`;
  if (told.has(key)) return;
  told.add(key);
  const log = stack.path('logs', `${what}.log`);
  process.stderr.write(
    `${what} (process ${identity.pid}) has ended: see ${log}; \`npm run stack -- up\` starts it again.\n`,
  );
}
