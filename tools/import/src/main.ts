import { Stack, stackVariables } from '@daybook/local-stack';
import { Command, InvalidArgumentError } from 'commander';
import { CommandDoor } from './command-door.js';
import { printEntries } from './dry-run.js';
import { loadWithProgress, tell } from './load-with-progress.js';
import { readMapping } from './mapping.js';
import { requireReadable } from './readable-file.js';

interface Options {
  readonly map?: string;
  readonly dryRun?: true;
  readonly fromLine: number;
  readonly patience: number;
  readonly url?: string;
  readonly token?: string;
}

const program = new Command('import')
  .description('Load entries from NDJSON files, plain or gzipped. Loading a file again adds nothing.')
  .argument('<file...>', 'one entry a line, as PUT /v1/entries/{id} takes it; `id` may be left out')
  .option('--map <file>', 'the lines are something else: this file says how entries are made of them')
  .option('--dry-run', 'print the entries that would be sent, and send nothing')
  .option('--from-line <number>', 'leave out the lines before it', wholeNumber, 1)
  .option('--patience <seconds>', 'how long to go on trying while nothing is taken', wholeNumber, 300)
  .option('--url <url>', 'address of the command-service', process.env['DAYBOOK_COMMAND_URL'])
  .option('--token <token>', 'a token with the scope entries:write', process.env['DAYBOOK_TOKEN'])
  .addHelpText('after', '\nEnds with 1 when not everything was taken, with 2 when it could not go on.')
  .action(run);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}

async function run(files: string[], options: Options): Promise<void> {
  for (const file of [...files, ...(options.map ? [options.map] : [])]) await requireReadable(file);
  const mapping = options.map ? await readMapping(options.map) : undefined;
  const door = options.dryRun ? undefined : await doorOf(options);
  for (const file of files) {
    const source = { file, mapping, fromLine: options.fromLine };
    const complete = door ? await loadWithProgress(source, door) : await printEntries(source);
    // A script must notice that not everything was taken.
    if (!complete) process.exitCode = 1;
  }
}

/** What was given, else the local stack. */
async function doorOf({ url, token, patience }: Options): Promise<CommandDoor> {
  const address = url && token ? { url, token } : await localStack();
  if (!URL.canParse(address.url))
    throw new Error(`--url must be an address, e.g. http://127.0.0.1:3101, not ${address.url}`);
  return new CommandDoor({
    ...address,
    patienceMs: patience * 1_000,
    onWaiting: (reason) =>
      tell(
        reason === undefined
          ? `${address.url} takes entries again`
          : `${address.url} takes no entries (${reason}): trying again for up to ${patience} s`,
      ),
  });
}

async function localStack(): Promise<{ url: string; token: string }> {
  const { DAYBOOK_COMMAND_URL: url, DAYBOOK_TOKEN: token } = await stackVariables(new Stack('local'));
  if (url && token) return { url, token };
  throw new Error('The local stack runs no services: start it with `npm start`, or give --url and --token.');
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
