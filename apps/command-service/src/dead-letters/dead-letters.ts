/** A command that was not carried out. Times are UTC milliseconds. */
export interface DeadLetter {
  readonly id: string;
  readonly account: string;
  readonly recordedBy: string;
  readonly entryId: string | null;
  readonly code: string;
  readonly reason: string;
  /** Empty once an entry that it is of, or about, was redacted. */
  readonly body: Buffer;
  readonly attempts: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

export interface NewDeadLetter extends Pick<
  DeadLetter,
  'account' | 'recordedBy' | 'entryId' | 'code' | 'reason' | 'body'
> {
  /** Of a revision or redaction: the entry it is about. */
  readonly amendsId: string | null;
}

/** Where commands go that can't be carried out. All of an account: nobody sees another's. */
export abstract class DeadLetters {
  /** Durable once answered. The same message again only counts as another attempt. @throws LogUnavailable */
  abstract park(letters: readonly NewDeadLetter[]): Promise<void>;
  /** Oldest first, behind the id `after`. */
  abstract list(account: string, limit: number, after?: string): Promise<DeadLetter[]>;
  abstract find(account: string, id: string): Promise<DeadLetter | undefined>;
  abstract findByEntry(account: string, entryId: string): Promise<DeadLetter | undefined>;
  /** False when it was not there. */
  abstract drop(account: string, id: string): Promise<boolean>;
}
