import type { ChangeFilter, EntryFilter } from '@daybook/timeline-contracts';
import { timelineKey, type TimelineKey } from '@daybook/timeline-domain';
import type { Filter } from 'mongodb';
import type { EntryDocument, IncidentDocument } from './documents.js';

/** Behind every character that a term holds. */
const LAST = '\u{10ffff}';

/** A term as it is stored: with its account, so that one small index on it alone serves all accounts. */
export function storedTerm(account: string, term: string): string {
  return `${account}/${term}`;
}

/** All terms that begin with a word, as a condition on `terms`. */
export function beginsWith(account: string, word: string): { $elemMatch: { $gte: string; $lt: string } } {
  const first = storedTerm(account, word);
  return { $elemMatch: { $gte: first, $lt: first + LAST } };
}

/** Equality where it is enough: one range of an index, whatever a planner makes of a list. */
export function oneOf<T>(values: readonly T[]): T | { $in: T[] } {
  return values.length === 1 ? values[0]! : { $in: [...values] };
}

/** A condition on a field, where it is asked for by any values. */
export function anyOf(field: keyof EntryDocument | keyof IncidentDocument, values: readonly string[]) {
  return values.length > 0 && { [field]: oneOf(values) };
}

/** A range of an index for each branch. */
export function eitherOf(branches: readonly Filter<EntryDocument>[]): Filter<EntryDocument> {
  return branches.length === 1 ? branches[0]! : { $or: [...branches] };
}

/** The keys of a span of time. */
export interface KeyRange {
  readonly $gte?: TimelineKey;
  readonly $gt?: TimelineKey;
  readonly $lt?: TimelineKey;
  readonly $lte?: TimelineKey;
}

/** @param beyond where a page starts in its order, if not at the beginning */
export function keyRange(
  { since, until }: Pick<EntryFilter, 'since' | 'until'>,
  order: 'asc' | 'desc',
  beyond: TimelineKey | undefined,
): KeyRange | undefined {
  const first = since === undefined ? undefined : timelineKey(since, '');
  const last = until === undefined ? undefined : timelineKey(until, '');
  const from = order === 'asc' ? beyond : undefined;
  const to = order === 'desc' ? beyond : undefined;
  const range = {
    ...(first !== undefined && (from === undefined || from < first)
      ? { $gte: first }
      : from !== undefined && { $gt: from }),
    ...(last !== undefined && (to === undefined || to > last)
      ? { $lt: last }
      : to !== undefined && { $lt: to }),
  };
  return unlessWhole(range);
}

/** Undefined for a range without bounds: a condition on nothing would find nothing. */
export function unlessWhole(range: KeyRange): KeyRange | undefined {
  return Object.keys(range).length > 0 ? range : undefined;
}

/** The conditions of a filter but for its times, which belong to the key. */
export function entryConditions(account: string, filter: EntryFilter): Filter<EntryDocument> {
  const { type, agent, channel, service, team, text = [] } = filter;
  return {
    ...anyOf('type', type),
    ...anyOf('agent', agent),
    ...anyOf('channel', channel),
    ...anyOf('services', service),
    ...anyOf('teams', team),
    ...(text.length > 0 && { $and: text.map((word) => ({ terms: beginsWith(account, word) })) }),
  };
}

export type FilteredFields = Pick<
  EntryDocument,
  'type' | 'agent' | 'channel' | 'services' | 'teams' | 'incidentId'
>;
export const FILTERED_FIELDS = {
  ...{ type: 1, agent: 1, channel: 1, services: 1, teams: 1, incidentId: 1 },
} as const satisfies Record<keyof FilteredFields, 1>;

export function changeConditions(account: string, filter: ChangeFilter): Filter<EntryDocument> {
  const { incident } = filter;
  return {
    ...entryConditions(account, filter),
    ...(incident.length > 0 && { incidentId: { $in: [...incident] } }),
  };
}

/** Whether an entry that was read already is one of those that a filter leaves. */
export function passes(filter: ChangeFilter, entry: FilteredFields): boolean {
  const one = (wanted: readonly string[], found: readonly (string | undefined)[]) =>
    wanted.length === 0 || found.some((value) => value !== undefined && wanted.includes(value));
  return (
    one(filter.incident, [entry.incidentId]) &&
    one(filter.type, [entry.type]) &&
    one(filter.agent, [entry.agent]) &&
    one(filter.channel, [entry.channel]) &&
    one(filter.service, entry.services) &&
    one(filter.team, entry.teams)
  );
}

export const MATCHED_FIELDS = {
  ...FILTERED_FIELDS,
  ...{ account: 1, occurredAt: 1, terms: 1 },
} as const satisfies Record<keyof MatchedFields, 1>;

type MatchedFields = FilteredFields & Pick<EntryDocument, 'account' | 'occurredAt' | 'terms'>;

/** As `passes`, with the parts of a filter that only timelines have. */
export function matches(filter: EntryFilter, entry: MatchedFields): boolean {
  const { since, until, text = [] } = filter;
  return (
    passes({ ...filter, incident: [] }, entry) &&
    (since === undefined || entry.occurredAt >= since) &&
    (until === undefined || entry.occurredAt < until) &&
    text.every((word) => holdsWord(entry, word))
  );
}

/** @param word one, or its beginning */
export function holdsWord(
  { account, terms }: Pick<EntryDocument, 'account' | 'terms'>,
  word: string,
): boolean {
  return terms.some((term) => term.startsWith(storedTerm(account, word)));
}
