import {
  amendmentOf,
  isAmendmentType,
  MOVE,
  REDACT,
  REVISE,
  revise,
  type JsonObject,
  type Revision,
  type SentEntry,
} from '@daybook/timeline-domain';
import { homeOf, idOfEntryKey, type EntryDocument } from '../mongo/documents.js';
import { blankContent, contentFields } from './entry-document.js';

/**
 * An entry after all that was said about it. The same set of amendments gives the same document, in whatever order
 * they come, and one more is never taken for one less: `amendments` rises with the set.
 *
 * @param amendments all entries in the store whose `amends` is this document
 */
export function amended(document: EntryDocument, amendments: readonly EntryDocument[]): EntryDocument {
  if (document.type === REDACT) return document;
  const inOrder = [...amendments].sort((a, b) => (a._id < b._id ? -1 : 1));
  const count = inOrder.length + inOrder.filter(({ redacted }) => redacted).length;
  const redaction = redactionIn(inOrder);
  if (redaction) return blank(document, redaction, count);
  if (document.redacted || isAmendmentType(document.type)) return { ...document, amendments: count };

  const home = homeOf(document);
  const valid = inOrder.filter((one) => one.incidentId === home && !one.redacted);
  const revisions = valid.filter(({ type }) => type === REVISE);
  const last = revisions.at(-1);
  const lastMove = valid.findLast(({ type }) => type === MOVE);
  const move = lastMove?.movesTo === home ? undefined : lastMove;
  const incidentId = move?.movesTo ?? home;
  const { original = document.body } = document;
  const place = { ...withoutContent(document), incidentId };
  const content = revise(JSON.parse(original) as JsonObject, revisions.map(toRevision));
  const notes = {
    ...(last && { revised: { ...noteOf(last), count: revisions.length } }),
    ...(move && { moved: { from: home, ...noteOf(move) } }),
  };
  const fields = contentFields(place, { ...content, incidentId } as SentEntry, notes);
  return {
    ...place,
    ...fields,
    ...(((last ?? move) || fields.body !== original) && { original }),
    ...(move && { movedFrom: home }),
    amendments: count,
  };
}

/**
 * A document after all that is said about it, and about what it amends: a redaction of that is one more of the amendments
 * it counts, so that nobody who knows nothing of the redaction gives it back its content.
 *
 * @param document of a row of the log, or as the store has it
 * @param about all amendments of it and of what it amends, by their `amends`
 */
export function afterAmendments(
  document: EntryDocument,
  about: ReadonlyMap<string, readonly EntryDocument[]>,
): EntryDocument {
  const own = about.get(document._id) ?? [];
  const after = own.length > 0 ? amended(document, own) : document;
  const redaction = document.type === REDACT ? undefined : redactionIn(about.get(document.amends ?? ''));
  if (!redaction) return after;
  const count = (own.length > 0 ? after.amendments! : 0) + 1;
  return after.redacted ? { ...after, amendments: count } : blank(after, redaction, count);
}

export function redactionIn(amendments: readonly EntryDocument[] = []): EntryDocument | undefined {
  return amendments.find(({ type }) => type === REDACT);
}

/**
 * A revision of what was redacted says what was there: it goes too, and so does a move, since the log keeps neither. So
 * what is redacted stands where it was recorded.
 */
function blank(document: EntryDocument, redaction: EntryDocument, count: number): EntryDocument {
  const { original, type, occurredAt, amends, movesTo } = document;
  const place = { ...withoutContent(document), incidentId: homeOf(document), contentHash: '' };
  // What a revision made of type and time goes as well.
  const at = original === undefined ? { type, occurredAt } : placeOf(document, original);
  const content = blankContent(place, at.type, at.occurredAt, noteOf(redaction));
  return {
    ...place,
    ...content,
    ...(amends !== undefined && { amends }),
    ...(movesTo !== undefined && { movesTo }),
    redacted: true,
    amendments: count,
  };
}

function placeOf(document: EntryDocument, original: string): Pick<EntryDocument, 'type' | 'occurredAt'> {
  return contentFields(document, JSON.parse(original) as SentEntry, {});
}

function toRevision(document: EntryDocument): Revision {
  const amendment = amendmentOf(JSON.parse(document.body) as JsonObject);
  const changes = amendment?.kind === REVISE ? amendment.changes : {};
  return { id: idOfEntryKey(document._id), changes };
}

/** Who, when and why. */
function noteOf({ _id, body, occurredAt, recordedBy, redacted }: EntryDocument): JsonObject {
  const { summary, agent } = JSON.parse(body) as SentEntry;
  return {
    by: idOfEntryKey(_id),
    at: new Date(occurredAt).toISOString(),
    recordedBy,
    ...(!redacted && { reason: summary }),
    ...(agent !== undefined && { agent }),
  };
}

function withoutContent(document: EntryDocument) {
  const { _id, account, incidentId, receivedAt, recordedAt, recordedBy, log, epoch, position } = document;
  const { shard, origin, contentHash } = document;
  return {
    ...{ _id, account, incidentId, receivedAt, recordedAt, recordedBy, log, epoch, position },
    ...{ shard, origin, contentHash },
  };
}
