import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

export interface Waiting {
  /** Completes the sentence "Waited for …". */
  readonly what: string;
  readonly timeoutMs: number;
}

/**
 * Asks again, at first after 10 ms and then ever less often up to every 100 ms, until the answer is truthy, and returns
 * it. An exception counts as "not yet". Throws what it waited for and the last answer when the time is over.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { what, timeoutMs }: Waiting,
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const deadline = Date.now() + timeoutMs;
  let pauseMs = 10;
  for (;;) {
    let last: unknown;
    try {
      last = await condition();
      if (last) return last as Exclude<T, false | null | undefined | 0 | ''>;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= deadline) {
      throw new Error(`Waited ${timeoutMs} ms for ${what}; the last answer was ${inspect(last)}.`);
    }
    await sleep(pauseMs);
    pauseMs = Math.min(pauseMs * 1.5, 100);
  }
}
