import { pause, pauseMs, type BackOff } from './back-off.js';
import { asInterruption, type FollowOptions } from './following.js';
import { Pages } from './pages.js';
import type { ChangesPage, Entry } from './types.js';

const BACK_OFF: BackOff = { firstMs: 1_000, mostMs: 30_000 };

/**
 * The change feed as pages without an end, over whatever interrupts it; where `endless` is false, up to where nothing
 * more is recorded, and an interruption is an error.
 */
export function changesAfter(
  read: (after: string | undefined) => Promise<ChangesPage>,
  endless: boolean,
  { signal, onInterruption }: FollowOptions,
): Pages<ChangesPage, Entry> {
  const readOn = async (after: string | undefined): Promise<ChangesPage> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await read(after);
      } catch (error) {
        signal?.throwIfAborted();
        if (!endless) throw error;
        const lost = asInterruption(error);
        const waitMs = pauseMs(BACK_OFF, failures, lost.retryAfterMs);
        onInterruption?.(lost, waitMs);
        await pause(waitMs, signal);
      }
    }
  };
  return new Pages(
    readOn,
    ({ changes }) => changes,
    ({ next, more }) => (endless || more ? next : undefined),
  );
}
