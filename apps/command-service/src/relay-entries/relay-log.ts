import type { LoggedEntry, LogHead } from '../append-entry/entry-log.js';

/** How far the log has been handed over, and the last position of each shard among it. */
export interface RelayCheckpoint {
  readonly position: number;
  readonly shardLast: readonly number[];
}

/** The log as the relay uses it while it holds the region's relay lock. Every call fails once the lock is lost. */
export interface RelaySession {
  head(): Promise<LogHead>;
  checkpoint(): Promise<RelayCheckpoint>;
  readAfter(position: number, limit: number): Promise<LoggedEntry[]>;
  save(checkpoint: RelayCheckpoint): Promise<void>;
  close(): Promise<void>;
}

/** Gives the lock to one relay of the region at a time. */
export abstract class RelayLog {
  /** Undefined while another relay holds the lock. */
  abstract acquire(): Promise<RelaySession | undefined>;
}
