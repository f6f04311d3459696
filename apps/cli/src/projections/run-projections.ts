import {
  checkProjection,
  dropGenerations,
  listGenerations,
  rebuildProjection,
  repairProjection,
  TIMELINE,
  type CheckReport,
} from '@daybook/query-service/read-model';
import type { Fallback } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import { EXIT } from '../exit-codes.js';
import { Output } from '../terminal/output.js';
import { positionBar, tell } from '../terminal/progress.js';
import { checkText, dropText, isClean, listText, rebuildText } from './report-text.js';
import { serversOf, withStore, type ServerOptions } from './servers.js';

export interface Options extends ServerOptions, GlobalOptions {
  readonly generation?: number;
}

export interface RebuildOptions extends Options {
  readonly anew: boolean;
}

type Surroundings = Fallback | undefined;

export async function list(options: Options, fallback: Surroundings): Promise<void> {
  const listed = await withStore(options, fallback, (store) => listGenerations(store.generations));
  const output = new Output(options);
  if (output.json) for (const each of listed) output.print({ projection: TIMELINE, ...each }, () => '');
  else output.print({}, () => listText(TIMELINE, listed));
}

export async function rebuild(
  projection: string,
  options: RebuildOptions,
  fallback: Surroundings,
): Promise<void> {
  const { generation, anew } = options;
  const servers = await serversOf(options, fallback);
  const bar = positionBar('building');
  try {
    const report = await rebuildProjection(servers, {
      ...{ anew, signal: interruption() },
      ...(generation !== undefined && { generation }),
      onProgress: (position, head) => bar.update(position, head),
      onPhase: (phase, number) => tell(`${phase} generation ${number}`),
      onWaiting: (reason) => tell(`waiting: ${reason}`),
    });
    bar.stop();
    new Output(options).print(report, () => rebuildText(projection, report));
  } finally {
    bar.stop();
  }
}

export async function check(projection: string, options: Options, fallback: Surroundings): Promise<void> {
  const report = await walk(checkProjection, options, fallback);
  new Output(options).print(report, () => checkText(projection, report));
  if (!isClean(report)) process.exitCode = EXIT.no;
}

export async function repair(projection: string, options: Options, fallback: Surroundings): Promise<void> {
  const found = await walk(repairProjection, options, fallback);
  const now = await walk(checkProjection, options, fallback);
  new Output(options).print(
    { found, now },
    () => `Found: ${checkText(projection, found)}Now: ${checkText(projection, now)}`,
  );
  if (!isClean(now)) process.exitCode = EXIT.no;
}

async function walk(
  work: typeof checkProjection,
  options: Options,
  fallback: Surroundings,
): Promise<CheckReport> {
  const { generation } = options;
  const bar = positionBar('checking');
  try {
    return await work(await serversOf(options, fallback), {
      signal: interruption(),
      ...(generation !== undefined && { generation }),
      onProgress: (position, head) => bar.update(position, head),
      onPhase: (phase) => {
        bar.stop();
        tell(`checking ${phase}`);
      },
    });
  } finally {
    bar.stop();
  }
}

export async function drop(options: Options, fallback: Surroundings): Promise<void> {
  const dropped = await withStore(options, fallback, (store) =>
    dropGenerations(store.generations, options.generation),
  );
  new Output(options).print({ dropped }, () => dropText(dropped));
}

/** Aborted by Ctrl-C and its like; a second one ends the process. */
function interruption(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stop.abort(new Error('Interrupted: run it again, and it goes on from here.')));
  }
  return stop.signal;
}
