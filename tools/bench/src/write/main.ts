import { resolve } from 'node:path';
import { Command } from 'commander';
import {
  buildServices,
  emptyUnlessUsed,
  runInForeground,
  serverVariables,
  Stack,
  useStack,
  workspaceFolder,
} from '@daybook/local-stack';
import { writeOptions, type WriteOptions } from './options.js';

const program = writeOptions(new Command('bench:write'))
  .description(
    'Compare ways to append, in turns, on one Postgres: the clients and the servers share this machine',
  )
  .action(async ({ profile }: WriteOptions) => {
    const stack = new Stack('bench');
    const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`];
    await useStack(stack, {
      wanted: { services: false },
      before: () => emptyUnlessUsed(stack),
      during: async () => {
        await buildServices(() => undefined);
        process.exitCode = await runInForeground(
          process.execPath,
          [
            ...profiling,
            '--import',
            'tsx',
            resolve(import.meta.dirname, 'measure.ts'),
            ...process.argv.slice(2),
          ],
          { cwd: workspaceFolder, env: serverVariables(stack) },
        );
      },
    });
  });
await program.parseAsync();
