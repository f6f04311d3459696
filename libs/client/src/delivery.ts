import type { DaybookError } from './daybook-error.js';
import type { Outgoing } from './outgoing.js';
import type { Added } from './types.js';

/** Of an entry that was sent: where it is durable, or why it is not. */
export type Outcome = Added | DaybookError;

/**
 * Sends entries once, in this order.
 *
 * @returns their outcomes, in the same order
 * @throws DaybookError where it says nothing of a single entry: no door answers, the token is refused
 */
export type Deliver = (entries: readonly Outgoing[], signal?: AbortSignal) => Promise<readonly Outcome[]>;

/** Where entries wait while no door takes them. `openSpool` of `@daybook/client/spool` keeps them on disk. */
export interface Spool {
  /** How many entries wait. */
  readonly pending: number;
  /** Resolves once they survive the end of the process and of the machine. @throws DaybookError, then none is kept */
  keep(entries: readonly Outgoing[]): Promise<void>;
  /** Begins to hand on what waits, and goes on with what is kept later, in the order of ids. */
  start(deliver: Deliver): void;
  /** What waits still does. */
  close(): Promise<void>;
}
