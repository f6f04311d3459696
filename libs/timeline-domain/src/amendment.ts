import { isJsonObject, type JsonObject, type JsonValue } from './content.js';
import { parseEntryId, type EntryId } from './entry-id.js';
import { detail } from './entry-types.js';
import { ENTRY_LIMITS } from './entry.js';
import { DomainError } from './errors.js';

/** Types of the entries that say something about another entry, named by `details.entryId`. */
export const REVISE = 'revise';
export const MOVE = 'move';
export const REDACT = 'redact';

/** What stays of an entry whatever is revised: its key, its incident, and who it belongs to. */
const FIXED_FIELDS = ['id', 'account', 'incidentId'] as const;

/** An entry about another one of the same incident. The reason why is its summary. */
export type Amendment =
  | { readonly kind: typeof REVISE; readonly target: EntryId; readonly changes: JsonObject }
  | { readonly kind: typeof REDACT; readonly target: EntryId }
  /** Onto the timeline of another incident, or back onto its own. */
  | { readonly kind: typeof MOVE; readonly target: EntryId; readonly incidentId: string };

/** Whether entries of this type say something about another entry. */
export function isAmendmentType(type: unknown): type is Amendment['kind'] {
  return type === REVISE || type === REDACT || type === MOVE;
}

/**
 * What an entry says about another one; undefined for one that stands for itself.
 *
 * @throws DomainError `invalid_entry` that names the field of a revision, redaction or move that can't be one
 */
export function amendmentOf(sent: JsonObject): Amendment | undefined {
  const { type } = sent;
  if (!isAmendmentType(type)) return undefined;
  const target = targetOf(sent);
  if (type === REDACT) return { kind: REDACT, target };
  if (type === MOVE) return { kind: MOVE, target, incidentId: placeOf(sent) };
  const changes = detail(sent, 'changes');
  if (!isJsonObject(changes) || Object.keys(changes).length === 0)
    throw wrong('details.changes', 'must be an object of the fields to change');
  for (const field of FIXED_FIELDS) {
    if (Object.hasOwn(changes, field)) throw wrong(`details.changes.${field}`, 'can’t be revised');
  }
  const changedType = changes['type'];
  if (isAmendmentType(changedType)) throw wrong('details.changes.type', `can’t become ${changedType}`);
  return { kind: REVISE, target, changes };
}

/** A revision, by the id of the entry that carries it. */
export interface Revision {
  readonly id: EntryId;
  readonly changes: JsonObject;
}

/**
 * An entry's content after its revisions: each is a JSON merge patch (RFC 7396), put on in the order of their ids,
 * so that where two change the same field the highest id wins, and the same set gives the same content whatever the
 * order in which it arrives.
 */
export function revise(original: JsonObject, revisions: readonly Revision[]): JsonObject {
  const inOrder = [...revisions].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return inOrder.reduce((content, { changes }) => mergePatch(content, changes) as JsonObject, original);
}

/** RFC 7396, section 2. Built from entries, since assigning a `__proto__` key would set the prototype. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map<string, JsonValue>(isJsonObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

function targetOf(sent: JsonObject): EntryId {
  const field = 'details.entryId';
  const target = detail(sent, 'entryId');
  if (typeof target !== 'string') throw wrong(field, 'must be the id of the entry that is meant');
  try {
    return parseEntryId(target);
  } catch {
    throw wrong(field, 'must be an entry id, a UUIDv7');
  }
}

function placeOf(sent: JsonObject): string {
  const incidentId = detail(sent, 'incidentId');
  const { incidentId: longest } = ENTRY_LIMITS;
  if (typeof incidentId === 'string' && incidentId !== '' && incidentId.length <= longest) return incidentId;
  throw wrong('details.incidentId', `must be the id of an incident, of 1 to ${longest} characters`);
}

function wrong(field: string, why: string): DomainError {
  return new DomainError('invalid_entry', `${field} ${why}`, field);
}
