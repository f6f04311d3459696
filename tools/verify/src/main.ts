import { Stack, stackVariables } from '@daybook/local-stack';
import { CheckpointReader, LogVerifier } from '@daybook/log-chain';
import type { CheckpointV1 } from '@daybook/timeline-contracts';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import type { JSONWebKeySet } from 'jose';
import { fromFile, fromPostgres, fromService, keysOfService, type ExportSource } from './export-sources.js';
import { cannotRead, readCheckpoints, readKeys, type Kept } from './kept-checkpoints.js';
import { readIncidents } from './incident-exports.js';
import { exitCodeOf, verdictText, type Verdict } from './report-text.js';

interface Options {
  readonly url?: string;
  readonly token?: string;
  readonly postgres?: string;
  readonly keys?: string[];
  readonly checkpoint?: string[];
  readonly incident?: string[];
  readonly since?: string;
  readonly json: boolean;
}

const program = new Command('verify')
  .description(
    'Check that a log is as it was recorded, and name the first row that is not. ' +
      'Exit code 0: intact, 1: tampered with, 2: could not be checked.',
  )
  .argument('[export]', 'an export, plain or gzipped; left out: a running service, or --postgres')
  .addOption(new Option('--url <url>', 'address of the command-service').env('DAYBOOK_COMMAND_URL'))
  .addOption(new Option('--token <token>', 'a token with the scope log:read').env('DAYBOOK_TOKEN'))
  .option('--postgres <url>', 'read the database of the log itself, past the service')
  .option('--checkpoint <file...>', 'texts that hold signed checkpoints, against which the log is compared')
  .option('--incident <file...>', 'JSON exports of incidents, which are held against the log')
  .option('--since <file>', 'check only what came after the last checkpoint in this file')
  .addOption(
    new Option('--keys <file...>', 'public keys of checkpoints, as JSON Web Key Sets').env(
      'DAYBOOK_CHECKPOINT_KEYS',
    ),
  )
  .option('--json', 'print the whole report as JSON', false)
  .action(run);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}

async function run(file: string | undefined, options: Options): Promise<void> {
  if (file !== undefined && options.postgres !== undefined)
    throw new Error('Give an export or --postgres, not both.');
  const startedAt = performance.now();
  const incidents = readIncidents(options.incident ?? []);
  const local = file === undefined && options.postgres === undefined ? await serviceOf(options) : undefined;
  const reader = await readerOf(options, local);
  const kept = await readKept(options.checkpoint ?? [], reader);
  const since = options.since === undefined ? undefined : await lastOf(options.since, reader);
  const lines = await sourceOf(file, options, local, since?.position ?? 0);

  const bar = progressBar();
  let started = false;
  const verifier = new LogVerifier({
    checkpoints: kept.checkpoints,
    ...(since && { since }),
    ...(reader && { reader }),
    onRow: (position, head) => {
      if (!started) bar.start(head, position);
      started = true;
      bar.update(position);
    },
  });
  for await (const line of lines) {
    verifier.take(line);
    for (const { check } of incidents) check.take(line);
  }
  bar.stop();
  const report = await verifier.finish();

  const seconds = Math.round(performance.now() - startedAt) / 1_000;
  const outcome = kept.refused.length > 0 ? 'tampered' : report.outcome;
  const held = incidents.map(({ file, check }) => ({ file, ...check.finish() }));
  const verdict: Verdict = { ...report, outcome, refused: kept.refused, incidents: held, seconds };
  process.stdout.write(options.json ? `${JSON.stringify(verdict, undefined, 2)}\n` : verdictText(verdict));
  process.exitCode = exitCodeOf(verdict);
}

interface Service {
  readonly url: string;
  readonly token: string;
  /** File with the keys of the local stack. */
  readonly keys?: string;
}

/** What was given, else the local stack. */
async function serviceOf({ url, token }: Options): Promise<Service> {
  if (url && token) return { url, token };
  if (url) throw new Error('A service is asked with a token: give --token.');
  const stack = await stackVariables(new Stack('local'));
  const { DAYBOOK_COMMAND_URL, DAYBOOK_TOKEN, DAYBOOK_CHECKPOINT_KEYS: keys } = stack;
  if (DAYBOOK_COMMAND_URL && DAYBOOK_TOKEN)
    return { url: DAYBOOK_COMMAND_URL, token: DAYBOOK_TOKEN, ...(keys && { keys }) };
  throw new Error(
    'The local stack runs no services: start it with `npm start`, or give --url and --token, --postgres or a file.',
  );
}

/** Undefined where no keys are known: then no signature is looked at. */
async function readerOf(
  { keys }: Options,
  service: Service | undefined,
): Promise<CheckpointReader | undefined> {
  if (keys) return new CheckpointReader(readKeys(keys));
  if (service?.keys) return new CheckpointReader(readKeys([service.keys]));
  if (!service) return undefined;
  const given = await keysOfService(service.url, service.token).catch(() => undefined);
  if (given === undefined) return undefined;
  process.stderr.write(
    'The keys come from the service itself, which proves little: keep them, and give --keys.\n',
  );
  return new CheckpointReader(given as JSONWebKeySet);
}

async function readKept(files: readonly string[], reader: CheckpointReader | undefined): Promise<Kept> {
  if (files.length === 0) return { checkpoints: [], refused: [] };
  return readCheckpoints(files, knownReader(reader));
}

async function lastOf(file: string, reader: CheckpointReader | undefined): Promise<CheckpointV1> {
  const { checkpoints, refused } = await readCheckpoints([file], knownReader(reader));
  if (refused[0]) throw new Error(`${file}: ${refused[0].reason}`);
  return checkpoints.reduce((last, each) => (each.position > last.position ? each : last));
}

function knownReader(reader: CheckpointReader | undefined): CheckpointReader {
  if (reader) return reader;
  throw new Error('Checkpoints can only be checked with the public keys: give --keys.');
}

async function sourceOf(
  file: string | undefined,
  { postgres }: Options,
  service: Service | undefined,
  after: number,
): Promise<ExportSource> {
  if (file !== undefined) {
    return fromFile(file).catch((error: unknown) => {
      throw new Error(cannotRead(file, error), { cause: error });
    });
  }
  if (postgres !== undefined) return fromPostgres(postgres, after);
  return fromService(service!.url, service!.token, after);
}

function progressBar(): SingleBar {
  return new SingleBar({
    format: '{bar} {percentage}% | position {value} of {total} | {eta_formatted} left',
    noTTYOutput: false,
    clearOnComplete: true,
    stream: process.stderr,
  });
}
