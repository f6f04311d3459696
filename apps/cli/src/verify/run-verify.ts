import { CheckpointReader, LogVerifier } from '@daybook/log-chain';
import type { CheckpointV1 } from '@daybook/timeline-contracts';
import type { JSONWebKeySet } from 'jose';
import { connect, type Fallback, type Given } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import { Output } from '../terminal/output.js';
import { positionBar, tell } from '../terminal/progress.js';
import { fromFile, fromPostgres, fromService, keysOfService, type ExportSource } from './export-sources.js';
import { cannotRead, readCheckpoints, readKeys, type Kept } from './kept-checkpoints.js';
import { readIncidents } from './incident-exports.js';
import { exitCodeOf, verdictText, type Verdict } from './report-text.js';

export interface VerifyOptions extends GlobalOptions, Given {
  readonly postgres?: string;
  readonly keys?: string[];
  readonly checkpoint?: string[];
  readonly incident?: string[];
  readonly since?: string;
}

export async function runVerify(
  file: string | undefined,
  options: VerifyOptions,
  fallback: Fallback | undefined,
): Promise<void> {
  if (file !== undefined && options.postgres !== undefined)
    throw new Error('Give an export or --postgres, not both.');
  const startedAt = performance.now();
  const incidents = readIncidents(options.incident ?? []);
  const local =
    file === undefined && options.postgres === undefined ? await serviceOf(options, fallback) : undefined;
  const reader = await readerOf(options, local);
  const kept = await readKept(options.checkpoint ?? [], reader);
  const since = options.since === undefined ? undefined : await lastOf(options.since, reader);
  const lines = await sourceOf(file, options, local, since?.position ?? 0);

  const bar = positionBar('checking');
  const verifier = new LogVerifier({
    checkpoints: kept.checkpoints,
    ...(since && { since }),
    ...(reader && { reader }),
    onRow: (position, head) => bar.update(position, head),
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
  new Output(options).print(verdict, () => verdictText(verdict));
  process.exitCode = exitCodeOf(verdict);
}

interface Service {
  readonly url: string;
  readonly token: string;
  /** File with the keys of the local stack. */
  readonly keys?: string;
}

async function serviceOf(options: VerifyOptions, fallback: Fallback | undefined): Promise<Service> {
  const { commandUrl: url, token } = await connect(options, ['commandUrl', 'token'], fallback);
  if (options.keys) return { url, token };
  const { DAYBOOK_COMMAND_URL: known, DAYBOOK_CHECKPOINT_KEYS: keys } = (await fallback?.variables()) ?? {};
  return { url, token, ...(keys !== undefined && known === url && { keys }) };
}

/** Undefined where no keys are known: then no signature is looked at. */
async function readerOf(
  { keys }: VerifyOptions,
  service: Service | undefined,
): Promise<CheckpointReader | undefined> {
  if (keys) return new CheckpointReader(readKeys(keys));
  if (service?.keys) return new CheckpointReader(readKeys([service.keys]));
  if (!service) return undefined;
  const given = await keysOfService(service.url, service.token).catch(() => undefined);
  if (given === undefined) return undefined;
  tell('The keys come from the service itself, which proves little: keep them, and give --keys.');
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
  { postgres }: VerifyOptions,
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
