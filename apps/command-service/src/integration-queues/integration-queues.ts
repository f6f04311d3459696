/** A queue of an account's, for a program of its own. */
export interface IntegrationQueue {
  readonly account: string;
  readonly name: string;
  /** Empty: all. */
  readonly types: readonly string[];
  /** Messages. */
  readonly maxLength: number;
  readonly createdBy: string;
  /** UTC milliseconds. */
  readonly createdAt: number;
}

/** Which queues there are to be. Each method throws LogUnavailable. */
export abstract class IntegrationQueues {
  /** The one that is there under this name from now on: this one, or one from before. */
  abstract add(queue: IntegrationQueue): Promise<IntegrationQueue>;
  abstract find(account: string, name: string): Promise<IntegrationQueue | undefined>;
  /** Oldest first. */
  abstract list(account: string): Promise<IntegrationQueue[]>;
  /** Of all accounts. */
  abstract all(): Promise<IntegrationQueue[]>;
  /** False when the account has no such queue. */
  abstract remove(account: string, name: string): Promise<boolean>;
}
