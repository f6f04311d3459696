import { stat } from 'node:fs/promises';
import { Stack, stackVariables } from '@daybook/local-stack';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { importFile, type ImportCount } from './import-file.js';
import type { CommandDoor } from './command-door.js';

const program = new Command('import')
  .description('Load entries from NDJSON files, plain or gzipped. Loading a file again adds nothing.')
  .argument('<file...>', 'one entry a line, as PUT /v1/entries/{id} takes it; `id` may be left out')
  .option('--url <url>', 'address of the command-service', process.env['DAYBOOK_COMMAND_URL'])
  .option('--token <token>', 'a token with the scope entries:write', process.env['DAYBOOK_TOKEN'])
  .action(run);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}

async function run(files: string[], options: { url?: string; token?: string }): Promise<void> {
  const door = await doorOf(options);
  let rejected = 0;
  for (const file of files) {
    const count = await importWithProgress(file, door);
    rejected += count.rejected;
    process.stdout.write(
      `${file}: ${count.recorded} recorded, ${count.duplicates} known, ${queuedPart(count)}${count.rejected} rejected\n`,
    );
  }
  // A script must notice that not everything was taken.
  if (rejected > 0) process.exitCode = 1;
}

function queuedPart({ queued }: ImportCount): string {
  return queued > 0 ? `${queued} queued, ` : '';
}

/** What was given, else the local stack. */
async function doorOf(given: { url?: string; token?: string }): Promise<CommandDoor> {
  if (given.url && given.token) return { url: given.url, token: given.token };
  const { DAYBOOK_COMMAND_URL: url, DAYBOOK_TOKEN: token } = await stackVariables(new Stack('local'));
  if (url && token) return { url, token };
  throw new Error('The local stack runs no services: start it with `npm start`, or give --url and --token.');
}

async function importWithProgress(file: string, door: CommandDoor): Promise<ImportCount> {
  const { size } = await stat(file);
  const bar = new SingleBar({
    format: '{bar} {percentage}% | {entries} entries | {rejected} rejected | {eta_formatted} left',
    noTTYOutput: false,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(size, 0, { entries: 0, rejected: 0 });
  try {
    return await importFile(file, door, {
      bytes: (read) => bar.update(read),
      entries: ({ recorded, duplicates, queued, rejected }) =>
        bar.update({ entries: recorded + duplicates + queued, rejected }),
      rejected: ({ line, reason }) => process.stderr.write(`\r\u001b[K${file}:${line}: ${reason}\n`),
    });
  } finally {
    bar.stop();
  }
}
