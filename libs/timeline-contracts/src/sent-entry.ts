import {
  amendmentOf,
  checkMerge,
  DomainError,
  ENTRY_LIMITS,
  parseTimestamp,
  refuseUnstorable,
  RESERVED_FIELDS,
  REVISE,
  timeOfEntryId,
  type Amendment,
  type EntryId,
  type JsonObject,
  type SentEntry,
} from '@daybook/timeline-domain';
import { z } from 'zod';

const referenceObject = z.looseObject({
  id: z.string().min(1).max(ENTRY_LIMITS.referenceId),
  name: z.string().optional(),
  type: z.string().optional(),
});

/** A plain name, or an object with an id. */
const reference = z.union([z.string().min(1).max(ENTRY_LIMITS.referenceId), referenceObject], {
  error: `must be a name, or an object with an id, of 1 to ${ENTRY_LIMITS.referenceId} characters`,
});

const timestamp = z.string().superRefine((text, context) => {
  try {
    parseTimestamp(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be an RFC 3339 time, e.g. 2026-03-01T09:30:00.000Z' });
  }
});

/**
 * An entry as a client sends it: the body of PUT and POST, a line of NDJSON, the data of a command message. To read
 * one use parseSentEntry, since zod's output is a copy in another order of keys and without a `__proto__` key.
 */
export const sentEntrySchema = z.looseObject({
  id: z.string().optional().describe('UUIDv7, made by whoever saw the fact; in PUT it stands in the path'),
  incidentId: z.string().min(1).max(ENTRY_LIMITS.incidentId),
  type: z
    .string()
    .min(1)
    .max(ENTRY_LIMITS.type)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold control characters')
    .describe('trigger, acknowledge, resolve, annotate, … or any other word: unknown types are kept'),
  summary: z.string().min(1).max(ENTRY_LIMITS.summary),
  occurredAt: timestamp
    .optional()
    .describe("RFC 3339; without a zone it is UTC; absent, it is the id's time"),
  agent: reference.optional().describe('who or what is claimed to have acted'),
  channel: z
    .union([z.string().min(1), z.looseObject({ type: z.string().min(1) })], {
      error: 'must be a name or an object with a type',
    })
    .optional()
    .describe('how the fact came about: chat, phone, api, …'),
  service: reference.optional(),
  teams: z.array(reference).max(ENTRY_LIMITS.teams).optional(),
  contexts: z.array(z.looseObject({})).max(ENTRY_LIMITS.contexts).optional().describe('links, images'),
  details: z.looseObject({}).optional(),
});

const eitherOr = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.looseObject({}), z.null()]);

/** What a revision may change, as a JSON merge patch: null takes a field away, objects change a part of one. */
export const changesSchema = z.looseObject({
  ...sentEntrySchema.pick({ type: true, summary: true }).partial().shape,
  occurredAt: timestamp.nullable().optional(),
  agent: eitherOr(reference).optional(),
  channel: eitherOr(z.string().min(1)).optional(),
  service: eitherOr(reference).optional(),
  teams: z.array(reference).max(ENTRY_LIMITS.teams).nullable().optional(),
  contexts: z.array(z.looseObject({})).max(ENTRY_LIMITS.contexts).nullable().optional(),
  details: z.looseObject({}).nullable().optional(),
});

/**
 * Checks a value from outside and returns it unchanged, so that unknown fields are kept as they were sent.
 *
 * @throws DomainError `invalid_entry` for the first field that is wrong
 */
export function parseSentEntry(value: unknown): SentEntry {
  const result = sentEntrySchema.safeParse(value);
  if (!result.success) throw asDomainError(result.error.issues[0]!);
  const sent = value as SentEntry;
  refuseReserved(sent);
  refuseUnstorable(sent);
  checkAmendment(sent);
  checkMerge(sent);
  return sent;
}

function checkAmendment(sent: SentEntry): void {
  const amendment = amendmentOf(sent);
  if (amendment?.kind !== REVISE) return;
  const { changes } = amendment;
  const result = changesSchema.safeParse(changes);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw asDomainError({ ...issue, path: ['details', 'changes', ...issue.path] });
  }
  refuseReserved(changes, 'details.changes.');
}

function refuseReserved(fields: JsonObject, path = ''): void {
  const reserved = RESERVED_FIELDS.find((field) => Object.hasOwn(fields, field));
  if (!reserved) return;
  const place = `${path}${reserved}`;
  throw new DomainError('invalid_entry', `${place} is set by Daybook and can't be sent`, place);
}

/** What a fact says of times: when it happened, in UTC milliseconds, and of a revision, what it changes. */
export interface SaidTimes {
  readonly id: EntryId;
  readonly occurredAt: number;
  readonly amendment: Amendment | undefined;
}

/** @throws DomainError `time_in_future` when a time, or the id's time, is more than 24 h ahead of `now`. */
export function refuseFuture({ id, occurredAt, amendment }: SaidTimes, now: number): void {
  const latest = now + ENTRY_LIMITS.aheadMilliseconds;
  if (timeOfEntryId(id) > latest) throw inFuture("the id's time", 'id');
  if (occurredAt > latest) throw inFuture('occurredAt', 'occurredAt');
  const changed = amendment?.kind === REVISE ? amendment.changes['occurredAt'] : undefined;
  if (typeof changed === 'string' && parseTimestamp(changed) > latest) {
    const field = 'details.changes.occurredAt';
    throw inFuture(field, field);
  }
}

function inFuture(what: string, field: string): DomainError {
  return new DomainError('time_in_future', `${what} is more than 24 hours ahead`, field);
}

function asDomainError(issue: z.core.$ZodIssue): DomainError {
  // Of a union that failed, the branch that got furthest says what the sender meant.
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find((branch) => branch.path.length > 0);
    if (inner) return asDomainError({ ...inner, path: [...issue.path, ...inner.path] });
  }
  const field = fieldPath(issue.path);
  return field
    ? new DomainError('invalid_entry', `${field}: ${issue.message}`, field)
    : new DomainError('invalid_entry', `an entry is an object: ${issue.message}`);
}

/** `teams[1].name` from its parts. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, '');
}
