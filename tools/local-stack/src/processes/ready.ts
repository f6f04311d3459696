import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from './background-process.js';
import { isAlive, type ProcessIdentity } from './process-identity.js';

interface Waiting {
  readonly what: string;
  readonly timeoutMs: number;
  /** Resolves when ready, throws when not yet. */
  readonly probe: () => Promise<unknown>;
  /** Waiting stops as soon as this process has ended. */
  readonly process?: ProcessIdentity;
  readonly logFile?: string;
}

export async function untilReady({ what, timeoutMs, probe, process, logFile }: Waiting): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let reason = '';
  for (;;) {
    try {
      await probe();
      return;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    const tail = logFile === undefined ? '' : ` ${await lastLines(logFile)}`;
    if (process && !isAlive(process)) throw new Error(`${what} ended while starting.${tail}`);
    if (Date.now() >= deadline) {
      throw new Error(`${what} was not ready within ${timeoutMs / 1_000} s (${reason}).${tail}`);
    }
    await sleep(100);
  }
}
