import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa, ExecaError } from 'execa';
import type { RunAs } from './background-process.js';

/** The folder-qualified path of a program on PATH or in one of `alsoIn`, which are looked at first. */
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

/** Runs a program to its end; throws one sentence and the end of its output when it fails. */
export async function run(file: string, args: readonly string[], options: Run): Promise<string> {
  try {
    const running = execa(file, args, {
      all: true,
      stdin: 'ignore',
      timeout: options.timeoutMs,
      ...(options.env && { env: options.env }),
      ...(options.cwd && { cwd: options.cwd }),
      ...options.runAs,
    });
    if (options.onLine) {
      for await (const line of running.iterable({ from: 'all' })) options.onLine(line);
    }
    return (await running).stdout;
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const output = String(error.all ?? '')
      .trimEnd()
      .split('\n')
      .slice(-12)
      .join('\n');
    throw new Error(`${file} ${args[0] ?? ''} failed: ${error.shortMessage}\n${output}`.trimEnd());
  }
}
