import { CommanderError } from 'commander';
import type { Fallback } from './connection/connection.js';
import { EXIT } from './exit-codes.js';
import { createProgram } from './program.js';

/** Runs one command line, prints what it has to say, and sets the exit code. Never throws. */
export async function runDaybook(args: readonly string[], fallback?: Fallback): Promise<void> {
  // Whoever reads has seen enough, as `head` has.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? EXIT.done);
  });
  try {
    await createProgram(fallback).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed it, or help that was asked for.
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.failed;
      return;
    }
    const { errorText, exitCodeOf } = await import('./connection/errors.js');
    process.stderr.write(`${errorText(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
