import type { Slice } from '../closed-loop.js';

/** One contender at one load. */
export interface Lane {
  /** What is done: the same for every number of callers. */
  readonly name: string;
  readonly callers?: number;
  measure(seconds: number): Promise<LaneSlice>;
}

export interface LaneSlice extends Slice {
  /** Entries that shared a transaction, on average, where the contender batches. */
  readonly entriesPerBatch?: number;
  /** Processor time of the process that appends, in microseconds; in-process, makers of facts included. */
  readonly cpuMicrosecondsPerEntry?: number;
}

/** What is measured, on a database of its own, until it is closed. */
export interface Contender {
  readonly lanes: readonly Lane[];
  close(): Promise<void>;
}

/** Connections that a contender may use that has a transaction for each append. */
export const POOL_SIZE = 32;
