import { endRunningPrograms } from '../processes/program.js';
import type { ProcessIdentity } from '../processes/process-identity.js';
import type { Stack } from '../state/stack.js';
import { bringUp, type Wanted } from './bring-up.js';
import { Interruption } from './interruption.js';
import { takeDown } from './take-down.js';

export interface Use {
  readonly wanted: Wanted;
  /** Runs under the stack's lock before anything is started. */
  readonly before?: () => Promise<void>;
  /** Runs while the stack is up; the stack is stopped at its end unless somebody else uses it. */
  readonly during: (interruption: Interruption) => Promise<void>;
}

/** Brings a stack up for as long as a command runs, and leaves none of its own processes behind however that ends. */
export async function useStack(stack: Stack, { wanted, before, during }: Use): Promise<void> {
  const interruption = new Interruption(() => stack.killProcesses());
  let joined = false;
  try {
    await interruption.race(
      stack.exclusively(async () => {
        interruption.throwIfHappened();
        joined = true;
        await before?.();
        stack.join();
        await interruption.race(bringUp(stack, wanted));
      }, sayWhoIsAtWork),
    );
    await interruption.race(during(interruption));
  } finally {
    stack.launchNothingMore();
    await endRunningPrograms();
    if (joined) await stack.exclusively(() => leave(stack));
  }
}

async function leave(stack: Stack): Promise<void> {
  stack.leave();
  if (stack.record.keptUp || stack.otherUsers().length > 0 || !stack.hasStarted()) return;
  process.stderr.write('Stopping what was started; the data stays.\n');
  await takeDown(stack);
}

/** Brings a stack up to stay; one that does not come up whole is taken down again. */
export async function keepUp(stack: Stack, wanted: Wanted): Promise<void> {
  const interruption = new Interruption(() => stack.killProcesses());
  await stack.exclusively(async () => {
    interruption.throwIfHappened();
    const wasUp = stack.record.keptUp || stack.otherUsers().length > 0;
    stack.record.keptUp = true;
    stack.save();
    try {
      await interruption.race(bringUp(stack, wanted));
    } catch (error) {
      stack.launchNothingMore();
      await endRunningPrograms();
      if (!wasUp) await takeDown(stack);
      throw error;
    }
  }, sayWhoIsAtWork);
}

export function sayWhoIsAtWork({ pid }: ProcessIdentity): void {
  process.stderr.write(`Waiting for process ${pid}, which is starting or stopping this stack.\n`);
}
