import type { LogHead } from '../append-entry/entry-log.js';

/** How much of the log the relay, whichever replica's, has handed over. */
export abstract class HandedOver {
  /** @throws LogUnavailable */
  abstract read(): Promise<{ readonly head: LogHead; readonly relayed: number }>;
}
