import type { IncidentSummary, TimelineKey } from '@daybook/timeline-domain';

/** An entry. Times are UTC milliseconds. What was sent is JSON text, since keys with `$` or `.` hurt MongoDB. */
export interface EntryDocument {
  /** `account/id`: an account holds no slash, so the pair can be told apart. */
  readonly _id: string;
  readonly account: string;
  readonly incidentId: string;
  /** Sorts the entries of an incident in timeline order. */
  readonly key: TimelineKey;
  readonly type: string;
  /**
   * The incident's key, on entries that take part in its summary and on no other. One field, so that the entries of
   * many incidents are one `$in` on one small index.
   */
  readonly summarizedIn?: string;
  /** The incident's key, on entries that an overview of its timeline shows. */
  readonly overviewIn?: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly recordedAt: number;
  readonly recordedBy: string;
  readonly log: string;
  readonly epoch: number;
  readonly position: number;
  readonly shard: number;
  /** Where it was first recorded, as log:epoch:position. */
  readonly origin: string;
  readonly contentHash: string;
  /** Lifted out of the body to be filtered by. */
  readonly agent?: string;
  readonly channel?: string;
  readonly services: readonly string[];
  readonly teams: readonly string[];
  /** The words by which it is found, each behind `account/`. */
  readonly terms: readonly string[];
  /** What is shown of the entry without its id, after its revisions: the text of a JSON object. */
  readonly body: string;
  /** As it was sent, where that is not what `body` says. */
  readonly original?: string;
  /** The content is gone: `body` says no more than that something of this type was there. */
  readonly redacted?: true;
  /** Of a revision, redaction or move: the key of the entry it is about. */
  readonly amends?: string;
  /** Of a move, also once it is redacted: the incident it names, whose document the entry may have been in. */
  readonly movesTo?: string;
  /** The incident that it was recorded on, where moves put it onto another one, `incidentId`. */
  readonly movedFrom?: string;
  /** How many amendments are in this document, a redacted one counted twice: a writer that knows fewer knows less. */
  readonly amendments?: number;
  /** What Daybook shows beside it: JSON text of the members of an object, without braces. */
  readonly shown: string;
}

/** Where an entry stands. */
export type EntryPlace = Pick<EntryDocument, 'log' | 'epoch' | 'position' | 'shard'>;

export interface IncidentDocument extends IncidentSummary {
  /** `account/incidentId` */
  readonly _id: string;
  readonly account: string;
  readonly incidentId: string;
  /** The key of `mergedInto`, on incidents that were merged and on no other. */
  readonly mergedIn?: string;
  /** The words of its id and title, and of the names of its responders, services and teams, each behind `account/`. */
  readonly terms: readonly string[];
  readonly entryCount: number;
  readonly firstKey: TimelineKey;
  readonly lastKey: TimelineKey;
  /** The last lifecycle entry that is in the summary; absent: there is none, or it is not known. */
  readonly foldedTo?: TimelineKey;
  /** Entries up to this position of this epoch are in entryCount, whatever else may come again. */
  readonly countedTo: number;
  readonly epoch: number;
  /** Rises by one with every change: a writer that read an older one must read again. */
  readonly version: number;
}

/** How far a shard of a log has been applied. */
export interface WatermarkDocument {
  /** `log:epoch:shard` */
  readonly _id: string;
  readonly log: string;
  readonly epoch: number;
  readonly shard: number;
  readonly position: number;
  /** Everything recorded before this moment was visible when this was written. */
  readonly completeAt: number;
}

/** What could not be read, for people to look at. */
export interface ParkedDocument {
  /** SHA-256 of the raw text */
  readonly _id: string;
  readonly source: 'queue' | 'feed';
  readonly reason: string;
  readonly raw: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly attempts: number;
}

export function entryKey(account: string, id: string): string {
  return `${account}/${id}`;
}

export function idOfEntryKey(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

/** The incident that an entry was recorded on, which never changes. */
export function homeOf({ movedFrom, incidentId }: Pick<EntryDocument, 'movedFrom' | 'incidentId'>): string {
  return movedFrom ?? incidentId;
}

export function incidentKey(account: string, incidentId: string): string {
  return `${account}/${incidentId}`;
}
