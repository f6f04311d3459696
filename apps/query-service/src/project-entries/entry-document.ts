import type { RecordedEntryV2 } from '@daybook/timeline-contracts';
import {
  amendmentOf,
  COVERED_FIELDS,
  formatLogPosition,
  isLifecycleType,
  isOverviewType,
  MOVE,
  occurredAt,
  referenceId,
  referenceIds,
  searchTerms,
  timelineKey,
  type Amendment,
  type JsonObject,
  type SentEntry,
} from '@daybook/timeline-domain';
import { entryKey, idOfEntryKey, incidentKey, type EntryDocument } from '../mongo/documents.js';
import { storedTerm } from '../mongo/entry-filter.js';

/** A fact that a door took so long after it happened is marked as late: longer than a queue or a retry takes. */
const LATE_AFTER_MS = 60_000;

const covered = new Set<string>(COVERED_FIELDS);

/** What of a document its content decides, and so a revision may change. */
export type ContentFields = Pick<
  EntryDocument,
  | 'key'
  | 'type'
  | 'summarizedIn'
  | 'overviewIn'
  | 'occurredAt'
  | 'agent'
  | 'channel'
  | 'services'
  | 'teams'
  | 'terms'
  | 'body'
  | 'shown'
>;

/** What it is whatever its content says. */
export type PlaceFields = Pick<
  EntryDocument,
  | '_id'
  | 'account'
  | 'incidentId'
  | 'receivedAt'
  | 'recordedAt'
  | 'recordedBy'
  | 'log'
  | 'epoch'
  | 'position'
  | 'shard'
  | 'origin'
  | 'contentHash'
>;

/**
 * The one mapping from a recorded entry to its document.
 *
 * @throws DomainError for a time that can't be read
 */
export function entryDocument(recorded: RecordedEntryV2): EntryDocument {
  const { account, incidentId, log, epoch, position, shard, recordedBy } = recorded;
  const id = recorded.id.toLowerCase();
  const place: PlaceFields = {
    _id: entryKey(account, id),
    ...{ account, incidentId },
    receivedAt: Date.parse(recorded.receivedAt),
    recordedAt: Date.parse(recorded.recordedAt),
    ...{ recordedBy, log, epoch, position, shard },
    origin: formatLogPosition(recorded.origin),
    contentHash: recorded.contentHash ?? '',
  };
  if (recorded.entry === null) {
    const content = blankContent(place, recorded.type, Date.parse(recorded.occurredAt), {});
    return { ...place, ...content, redacted: true };
  }
  const { id: _key, ...sent } = recorded.entry as JsonObject;
  const amendment = amendmentIn(sent);
  // Assigned: to spread objects of so many members took longer than all else that is done here.
  return Object.assign(
    place,
    contentFields(place, sent as SentEntry, {}),
    coversSome(sent) && { original: JSON.stringify(sent) },
    amendment && { amends: entryKey(account, amendment.target) },
    amendment?.kind === MOVE && { movesTo: amendment.incidentId },
  );
}

/** @param notes what Daybook says of the content beside what it always says, as members of the view */
export function contentFields(place: PlaceFields, sent: SentEntry, notes: JsonObject): ContentFields {
  return fieldsOf(place, sent, occurredAt(idOfEntryKey(place._id), sent), notes);
}

/** What stays when the content is gone: that something of this type was there, and when. */
export function blankContent(
  place: PlaceFields,
  type: string,
  at: number,
  redacted: JsonObject,
): ContentFields {
  const { incidentId } = place;
  return fieldsOf(place, { incidentId, type, summary: '' }, at, { redacted });
}

function coversSome(sent: JsonObject): boolean {
  return COVERED_FIELDS.some((field) => Object.hasOwn(sent, field));
}

function uncovered(sent: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(sent).filter(([field]) => !covered.has(field)));
}

/** What an entry says about another one; undefined for any other entry, and for a broken one. */
function amendmentIn(sent: JsonObject): Amendment | undefined {
  try {
    return amendmentOf(sent);
  } catch {
    // Recorded before such entries were checked: an entry like any other.
    return undefined;
  }
}

function fieldsOf(place: PlaceFields, sent: SentEntry, at: number, notes: JsonObject): ContentFields {
  const { account, recordedBy, contentHash, origin } = place;
  const agent = referenceId(sent['agent']);
  const channel = referenceId(sent['channel']);
  const occurredAtUtc = new Date(at).toISOString();
  const key = timelineKey(at, idOfEntryKey(place._id));
  const lateMs = place.receivedAt - at;
  const shown = {
    ...(sent['occurredAt'] === undefined && { occurredAt: occurredAtUtc }),
    ...{ occurredAtUtc, recordedBy },
    receivedAt: new Date(place.receivedAt).toISOString(),
    recordedAt: new Date(place.recordedAt).toISOString(),
    contentHash,
    position: formatLogPosition(place),
    origin,
    timelineKey: key,
    ...(lateMs > LATE_AFTER_MS && { lateMs }),
    ...notes,
  };
  const fields = {
    ...{ key, type: sent.type, occurredAt: at },
    services: referenceIds(sent['service']),
    teams: referenceIds(sent['teams']),
    terms: searchTerms(sent).map((term) => storedTerm(account, term)),
    body: JSON.stringify(coversSome(sent) ? uncovered(sent) : sent),
    shown: JSON.stringify(shown).slice(1, -1),
  };
  return Object.assign(
    fields,
    isLifecycleType(sent.type) && { summarizedIn: incidentKey(account, sent.incidentId) },
    isOverviewType(sent.type) && { overviewIn: incidentKey(account, sent.incidentId) },
    agent !== undefined && { agent },
    channel !== undefined && { channel },
  );
}
