import type { NewEntry } from './entry-log.js';

/** Takes facts while the log is away: as durable as the log, but not yet in order. */
export abstract class CommandQueue {
  /** True once all of them are durable in the queue; false when it can't take them now. */
  abstract enqueue(entries: readonly NewEntry[]): Promise<boolean>;
}
