import { stat } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import type { CommandDoor } from './command-door.js';
import { importFile, ImportStopped, type ImportCount, type ImportOutcome } from './import-file.js';
import type { EntryFile } from './read-entries.js';

/** Loads a file and tells how it goes. Resolves with whether all of it was taken. */
export async function loadWithProgress(source: EntryFile, door: CommandDoor): Promise<boolean> {
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
  process.stdout.write(`${file}: ${told(count)}${rate(count, performance.now() - started)}\n`);
  if (cutOff) {
    tell(
      `${file} can't be read behind line ${cutOff.line}: ${cutOff.reason}. What stands before was loaded.`,
    );
  }
  return count.rejected === 0 && !cutOff;
}

/** A line for whoever watches, above the progress bar where there is one. */
export function tell(sentence: string): void {
  process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${sentence}\n`);
}

function told({ recorded, duplicates, queued, rejected, skipped }: ImportCount): string {
  const rare = Object.entries({ queued, skipped }).flatMap(([name, number]) =>
    number > 0 ? [`${number} ${name}`] : [],
  );
  return [`${recorded} recorded`, `${duplicates} known`, ...rare, `${rejected} rejected`].join(', ');
}

function rate({ recorded, duplicates, queued }: ImportCount, tookMs: number): string {
  const seconds = tookMs / 1_000;
  return ` in ${seconds.toFixed(1)} s (${Math.round((recorded + duplicates + queued) / seconds)} entries/s)`;
}

async function importWithBar(source: EntryFile, door: CommandDoor): Promise<ImportOutcome> {
  const { size } = await stat(source.file);
  const bar = new SingleBar({
    format: '{bar} {percentage}% | {entries} entries | {rejected} rejected | {eta_formatted} left',
    noTTYOutput: false,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(size, 0, { entries: 0, rejected: 0 });
  try {
    return await importFile(source, door, {
      bytes: (read) => bar.update(read),
      entries: ({ recorded, duplicates, queued, rejected }) =>
        bar.update({ entries: recorded + duplicates + queued, rejected }),
      rejected: ({ line, reason }) => tell(`${source.file}:${line}: ${reason}`),
    });
  } finally {
    bar.stop();
  }
}
