import { connect, type Fallback, type Given } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import { EXIT } from '../exit-codes.js';
import { Output } from '../terminal/output.js';
import { tell } from '../terminal/progress.js';
import { CommandDoor } from './command-door.js';
import { printEntries } from './dry-run.js';
import { loadWithProgress } from './load-with-progress.js';
import { readMapping } from './mapping.js';
import { requireReadable } from './readable-file.js';

export interface ImportOptions extends GlobalOptions, Given {
  readonly map?: string;
  readonly dryRun?: true;
  readonly fromLine: number;
  readonly patience: number;
}

export async function runImport(
  files: readonly string[],
  options: ImportOptions,
  fallback: Fallback | undefined,
): Promise<void> {
  for (const file of [...files, ...(options.map ? [options.map] : [])]) await requireReadable(file);
  const mapping = options.map ? await readMapping(options.map) : undefined;
  const door = options.dryRun ? undefined : await doorOf(options, fallback);
  const output = new Output(options);
  for (const file of files) {
    const source = { file, mapping, fromLine: options.fromLine };
    const complete = door ? await loadWithProgress(source, door, output) : await printEntries(source);
    // A script must notice that not everything was taken.
    if (!complete) process.exitCode = EXIT.no;
  }
}

async function doorOf(options: ImportOptions, fallback: Fallback | undefined): Promise<CommandDoor> {
  const { commandUrl: url, token } = await connect(options, ['commandUrl', 'token'], fallback);
  return new CommandDoor({
    ...{ url, token },
    patienceMs: options.patience * 1_000,
    onWaiting: (reason) =>
      tell(
        reason === undefined
          ? `${url} takes entries again`
          : `${url} takes no entries (${reason}): trying again for up to ${options.patience} s`,
      ),
  });
}
