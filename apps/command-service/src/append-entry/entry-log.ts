import type { EntryId, LogPosition } from '@daybook/timeline-domain';

/** A checked fact, ready to be recorded. Times are UTC milliseconds. */
export interface NewEntry {
  readonly account: string;
  readonly id: EntryId;
  readonly incidentId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly recordedBy: string;
  /** RFC 8785 canonical JSON of what was sent, without the id. */
  readonly body: string;
  /** SHA-256 of `body`, hexadecimal. */
  readonly contentHash: string;
  readonly traceparent?: string;
  readonly origin?: LogPosition;
  /** Of a revision or redaction: the entry it is about. */
  readonly amends?: EntryId;
}

/** What the log holds under an entry's id after the append. */
export interface Appended {
  /** False: the id was known before, with this content or another; compare `contentHash`. */
  readonly recordedNow: boolean;
  readonly at: LogPosition;
  readonly receivedAt: number;
  readonly recordedAt: number;
  /** Null: redacted, or an amendment of what is redacted. It is recorded without content, now or before. */
  readonly contentHash: string | null;
}

/** An amendment of an entry of another incident, or of an entry that is no object for it. Nothing was recorded. */
export interface Misplaced {
  readonly misplaced: 'other_incident' | 'amendment';
}

/** A row of the log, with the text of its body. */
export interface LoggedEntry {
  readonly account: string;
  readonly id: EntryId;
  readonly incidentId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly at: LogPosition;
  readonly origin: LogPosition;
  readonly shard: number;
  readonly shardPrev: number;
  readonly receivedAt: number;
  readonly recordedAt: number;
  readonly recordedBy: string;
  readonly traceparent: string | null;
  readonly contentHash: string | null;
  readonly body: string | null;
}

export interface LogHead {
  readonly log: string;
  readonly epoch: number;
  readonly position: number;
}

/** The log can't be reached or did not answer in time. Whether an append happened is unknown: send it again with the same id. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

/**
 * One region's log. Every implementation passes entry-log.contract.ts: positions are dense and in the order of
 * commits, an id is recorded once per account, and what `append` has answered is durable.
 */
/** Whose entries are read; of an account, one incident's or the one of an id. */
export type LogFilter =
  | { readonly account?: undefined; readonly incidentId?: undefined; readonly id?: undefined }
  | {
      readonly account: string;
      readonly incidentId?: string | undefined;
      readonly id?: EntryId | undefined;
    };

export abstract class EntryLog {
  /**
   * Appends all that are new in the order given, or none at all when it throws. A redaction blanks what it names, and
   * what names that, in the same transaction, and keeps it blank: what comes later is recorded without content.
   *
   * @throws LogUnavailable; any other error means that one of the entries can't be stored
   */
  abstract append(entries: readonly NewEntry[]): Promise<(Appended | Misplaced)[]>;

  /** What is recorded under an id. */
  abstract find(account: string, id: EntryId): Promise<Appended | undefined>;

  abstract head(): Promise<LogHead>;

  /** Entries behind `position` in order of position. Fewer than `limit` when they are large. */
  abstract readAfter(position: number, limit: number, filter?: LogFilter): Promise<LoggedEntry[]>;

  /** The redactions of an account behind `position`: the first of each entry that they name, in order of position. */
  abstract redactionsAfter(position: number, limit: number, account: string): Promise<LoggedEntry[]>;

  /** The time, in UTC milliseconds, at which this key was first used in the account: `now` if it is new. Durable once answered. */
  abstract firstSeen(account: string, idempotencyKey: string, now: number): Promise<number>;
}
