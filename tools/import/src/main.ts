import { stat } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { importFile, type ImportCount } from './import-file.js';
import type { CommandDoor } from './command-door.js';

await new Command('import')
  .description('Load entries from NDJSON files, plain or gzipped. Loading a file again adds nothing.')
  .argument('<file...>', 'one entry a line, as PUT /v1/entries/{id} takes it; `id` may be left out')
  .option('--url <url>', 'address of the command-service', process.env['DAYBOOK_COMMAND_URL'])
  .option('--token <token>', 'a token with the scope entries:write', process.env['DAYBOOK_TOKEN'])
  .action(run)
  .parseAsync();

async function run(files: string[], options: { url?: string; token?: string }): Promise<void> {
  const door = doorOf(options);
  let rejected = 0;
  for (const file of files) {
    const count = await importWithProgress(file, door);
    rejected += count.rejected;
    process.stdout.write(
      `${file}: ${count.recorded} recorded, ${count.duplicates} known, ${count.rejected} rejected\n`,
    );
  }
  // A script must notice that not everything was taken.
  if (rejected > 0) process.exitCode = 1;
}

function doorOf({ url, token }: { url?: string; token?: string }): CommandDoor {
  if (url && token) return { url, token };
  process.stderr.write(
    'Set DAYBOOK_COMMAND_URL and DAYBOOK_TOKEN first: eval "$(npm run --silent stack -- env)"\n',
  );
  process.exit(2);
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
      entries: ({ recorded, duplicates, rejected }) =>
        bar.update({ entries: recorded + duplicates, rejected }),
      rejected: ({ line, reason }) => process.stderr.write(`\r\u001b[K${file}:${line}: ${reason}\n`),
    });
  } finally {
    bar.stop();
  }
}
