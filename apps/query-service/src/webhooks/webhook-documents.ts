import type { ChangeFilter } from '@daybook/timeline-contracts';
import type { LogPosition } from '@daybook/timeline-domain';
import type { Tries } from './back-off.js';

export type PauseReason = 'asked' | 'gone' | 'log_restored';

/** A subscription. Times are UTC milliseconds. */
export interface WebhookDocument {
  readonly _id: string;
  readonly account: string;
  readonly url: string;
  readonly filter: ChangeFilter;
  readonly description: string | null;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly pausedBecause: PauseReason | null;
  /** Of its secret. */
  readonly generation: number;
  /** Until then the secret of the generation before signs too; 0: it does not. */
  readonly previousUntil: number;
  /** Everything up to here was delivered, given up, or is of an incident that is held. */
  readonly place: LogPosition;
  /** Rises whenever somebody sets `place` to another one: what was held before is then not held any more. */
  readonly replays: number;
  /** Rises with every change that who delivers must know. */
  readonly version: number;
  /** Who delivers, and until when it may without saying so again. */
  readonly leaseHolder: string;
  readonly leaseUntil: number;
}

/** A delivery that failed. Times are UTC milliseconds. */
export interface FailureDocument extends Tries {
  /** `webhook/incident` where it holds the incident, else `webhook!entry`. */
  readonly _id: string;
  readonly webhook: string;
  /** The one that the entry was recorded on: another than it is shown on, where it was moved. */
  readonly incidentId: string;
  /** The entry that was not taken; of a held incident, what is to be delivered next. */
  readonly entryId: string;
  readonly place: LogPosition;
  /** The incident's later entries wait for this one. */
  readonly holds: boolean;
  readonly lastAt: number;
  readonly reason: string;
  /** When it is tried again; null: it was given up. */
  readonly retryAt: number | null;
  /** The webhook's, when it was made. */
  readonly replays: number;
}

export function holdKey(webhook: string, incidentId: string): string {
  return `${webhook}/${incidentId}`;
}

export function failedKey(webhook: string, entryId: string): string {
  return `${webhook}!${entryId}`;
}
