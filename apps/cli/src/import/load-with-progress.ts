import { stat } from 'node:fs/promises';
import type { Output } from '../terminal/output.js';
import { ProgressBar, tell } from '../terminal/progress.js';
import type { CommandDoor } from './command-door.js';
import { importFile, ImportStopped, type ImportCount, type ImportOutcome } from './import-file.js';
import type { EntryFile } from './read-entries.js';

/** Loads a file and tells how it goes. Resolves with whether all of it was taken. */
export async function loadWithProgress(
  source: EntryFile,
  door: CommandDoor,
  output: Output,
): Promise<boolean> {
  const { file } = source;
  const started = performance.now();
  const { count, cutOff } = await importWithBar(source, door).catch((error: unknown) => {
    if (!(error instanceof ImportStopped)) throw error;
    const { line, message } = error;
    throw new Error(
      `${file}: stopped at line ${line}: ${message}. All lines before it are settled. ` +
        `Load the file again, whole or with --from-line ${line}: what was taken is not added again.`,
      { cause: error },
    );
  });
  const seconds = Math.round(performance.now() - started) / 1_000;
  output.print(
    { file, ...count, ...(cutOff && { cutOff }), seconds },
    () => `${file}: ${told(count)}${rate(count, seconds)}\n`,
  );
  if (cutOff) {
    tell(
      `${file} can't be read behind line ${cutOff.line}: ${cutOff.reason}. What stands before was loaded.`,
    );
  }
  return count.rejected === 0 && !cutOff;
}

function told({ recorded, duplicates, queued, rejected, skipped }: ImportCount): string {
  const rare = Object.entries({ queued, skipped }).flatMap(([name, number]) =>
    number > 0 ? [`${number} ${name}`] : [],
  );
  return [`${recorded} recorded`, `${duplicates} known`, ...rare, `${rejected} rejected`].join(', ');
}

function rate({ recorded, duplicates, queued }: ImportCount, seconds: number): string {
  return ` in ${seconds.toFixed(1)} s (${Math.round((recorded + duplicates + queued) / seconds)} entries/s)`;
}

async function importWithBar(source: EntryFile, door: CommandDoor): Promise<ImportOutcome> {
  const { size } = await stat(source.file);
  const bar = new ProgressBar(
    '{bar} {percentage}% | {entries} entries | {rejected} rejected | {eta_formatted} left',
  );
  const shown = { read: 0, entries: 0, rejected: 0 };
  const show = (progress: Partial<typeof shown>): void => {
    Object.assign(shown, progress);
    bar.update(shown.read, size, shown);
  };
  show({});
  try {
    return await importFile(source, door, {
      bytes: (read) => show({ read }),
      entries: ({ recorded, duplicates, queued, rejected }) =>
        show({ entries: recorded + duplicates + queued, rejected }),
      rejected: ({ line, reason }) => tell(`${source.file}:${line}: ${reason}`),
    });
  } finally {
    bar.stop();
  }
}
