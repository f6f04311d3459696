import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa, ExecaError } from 'execa';
import { end, type RunAs } from './background-process.js';
import { identify, type ProcessIdentity } from './process-identity.js';

/** The path of a program in one of `alsoIn`, which are looked at first, or on PATH. */
export function findProgram(name: string, alsoIn: readonly string[] = []): string | undefined {
  const folders = [...alsoIn, ...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean)];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Run {
  readonly timeoutMs: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly runAs?: RunAs | undefined;
  /** Told each line that the program prints, for a progress display. */
  readonly onLine?: ((line: string) => void) | undefined;
}

const running = new Set<ProcessIdentity>();

/**
 * Each in a group of its own: the terminal's Ctrl-C would end an apt-get half way, and a program may start others,
 * which are ended with it.
 */
const inOwnGroup = { detached: true, stdin: 'ignore' } as const;

/** Runs a program to its end; throws one sentence and the end of its output when it fails. */
export async function run(file: string, args: readonly string[], options: Run): Promise<string> {
  const child = execa(file, args, {
    ...inOwnGroup,
    all: true,
    timeout: options.timeoutMs,
    ...(options.env && { env: options.env }),
    ...(options.cwd && { cwd: options.cwd }),
    ...options.runAs,
  });
  const identity = remember(child.pid);
  try {
    if (options.onLine) {
      for await (const line of child.iterable({ from: 'all' })) options.onLine(line);
    }
    return (await child).stdout;
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const output = String(error.all ?? '')
      .trimEnd()
      .split('\n')
      .slice(-12)
      .join('\n');
    throw new Error(`${file} ${args[0] ?? ''} failed: ${error.shortMessage}\n${output}`.trimEnd());
  } finally {
    if (identity) running.delete(identity);
  }
}

/** Runs a program that prints to this one's output; resolves with its exit code. */
export async function runInForeground(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<number> {
  const child = execa(file, args, {
    ...inOwnGroup,
    ...options,
    stdout: 'inherit',
    stderr: 'inherit',
    reject: false,
  });
  const identity = remember(child.pid);
  try {
    return (await child).exitCode ?? 1;
  } finally {
    if (identity) running.delete(identity);
  }
}

function remember(pid: number | undefined): ProcessIdentity | undefined {
  const identity = pid === undefined ? undefined : identify(pid);
  if (identity) running.add(identity);
  return identity;
}

/** Ends the programs that are still running; an installer gets the time to leave its packages whole. */
export async function endRunningPrograms(): Promise<void> {
  await Promise.all(
    [...running].map((identity) => end(identity, { signal: 'SIGTERM', graceMs: 10_000, group: true })),
  );
}
