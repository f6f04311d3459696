import {
  summarizeIncident,
  termsOf,
  type IncidentSummary,
  type LifecycleEntry,
  type SentEntry,
  type TimelineKey,
} from '@daybook/timeline-domain';
import { incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import { storedTerm } from '../mongo/entry-filter.js';

/** The entries of one incident in a batch, each once; none where the batch changes entries of it that are not in the batch. */
export interface Touched {
  readonly account: string;
  readonly incidentId: string;
  readonly epoch: number;
  readonly entries: readonly EntryDocument[];
}

/** All entries of the incident that the store holds, and the last position of this epoch among them. */
export interface Recount {
  readonly entryCount: number;
  readonly countedTo: number;
}

/** The first and the last key among all entries of the incident that the store holds. */
export interface Edges {
  readonly firstKey: TimelineKey;
  readonly lastKey: TimelineKey;
}

export function groupByIncident(entries: readonly EntryDocument[]): Map<string, Touched> {
  const groups = new Map<string, Touched & { entries: EntryDocument[] }>();
  for (const entry of entries) {
    const { account, incidentId, epoch } = entry;
    const key = incidentKey(account, incidentId);
    const group = groups.get(key);
    if (group) group.entries.push(entry);
    else groups.set(key, { account, incidentId, epoch, entries: [entry] });
  }
  return groups;
}

/** Of entries of a batch that were in the store before, by key: the epoch of the position that they were stored with. */
export type Known = ReadonlyMap<string, number>;

/**
 * Whether nothing but counting again tells how many entries there are: an entry of the batch may be among the counted
 * ones already. One that this batch has put into the store is not, whatever its position.
 *
 * In a new epoch each incident is counted again once, by the first that writes it, with all that the earlier epochs left
 * in the store. From then on what comes from an earlier epoch is counted already, so that a log that is read again after
 * a restore costs no count for each page. What was there in this epoch may have come from an earlier one just before, by
 * a writer that stopped midway, whatever its position.
 */
export function needsRecount(
  before: IncidentDocument | undefined,
  { epoch, entries }: Touched,
  known: Known,
): boolean {
  if (!before) return epoch > 1 && entries.some(({ _id }) => known.has(_id));
  if (before.epoch !== epoch) return true;
  return entries.some(
    ({ _id, position }) => known.get(_id) === epoch && (epoch > 1 || position <= before.countedTo),
  );
}

/**
 * Whether the summary must be made anew of all lifecycle entries in the store. It is not where those of the batch all
 * come behind the ones in the summary, which then goes on from there, and not where the batch begins the incident.
 */
export function needsRefold(
  before: IncidentDocument | undefined,
  { entries }: Touched,
  known: Known,
): boolean {
  const lifecycle = entries.filter(isSummarized);
  if (lifecycle.length === 0) return false;
  if (!before) return entries.some(({ _id }) => known.has(_id));
  const { foldedTo } = before;
  return foldedTo === undefined || lifecycle.some(({ key }) => key <= foldedTo);
}

export function isSummarized({ summarizedIn }: EntryDocument): boolean {
  return summarizedIn !== undefined;
}

export function asLifecycleEntry({ key, body }: Pick<EntryDocument, 'key' | 'body'>): LifecycleEntry {
  return { key, sent: JSON.parse(body) as SentEntry };
}

/** What was read of the store, after `before`; what is absent is not needed. */
export interface Found {
  /** Absent: none was there. */
  readonly known?: Known | undefined;
  /** All lifecycle entries; needed when the batch holds one and does not go on from the summary, or amends any. */
  readonly lifecycle?: readonly LifecycleEntry[] | undefined;
  /** Needed when needsRecount says so, when entries may have come from another incident or gone, and when the batch holds none. */
  readonly recount?: Recount | undefined;
  /** Needed when entries were amended. */
  readonly edges?: Edges | undefined;
}

/**
 * The incident after a batch. Written whatever the batch repeats: the same entries in the store give the same document,
 * but for `version`.
 */
export function incidentAfter(
  before: IncidentDocument | undefined,
  touched: Touched,
  { known, lifecycle, recount, edges }: Found,
): IncidentDocument {
  const { account, incidentId, epoch, entries } = touched;
  const keys = entries.map(({ key }) => key);
  if (before) keys.push(before.firstKey, before.lastKey);
  keys.sort();
  const added = entries.filter(({ _id }) => (known?.get(_id) ?? epoch) === epoch);
  const positions = entries.map(({ position }) => position);
  if (before?.epoch === epoch) positions.push(before.countedTo);
  const folded = lifecycle ?? entries.filter(isSummarized).map(asLifecycleEntry);
  const start = lifecycle || !before ? undefined : before;
  const foldedTo = [
    ...folded.map(({ key }) => key),
    ...(start?.foldedTo === undefined ? [] : [start.foldedTo]),
  ]
    .sort()
    .at(-1);
  const summary = summarizeIncident(folded, start && summaryOf(start));
  const { title, responders, services, teams, mergedInto } = summary;
  const named = [incidentId, title, ...responders, ...services, ...teams];
  return {
    _id: incidentKey(account, incidentId),
    account,
    incidentId,
    ...summary,
    ...(mergedInto !== null && { mergedIn: incidentKey(account, mergedInto) }),
    terms: termsOf(named).map((term) => storedTerm(account, term)),
    firstKey: edges?.firstKey ?? keys[0]!,
    lastKey: edges?.lastKey ?? keys.at(-1)!,
    entryCount: recount?.entryCount ?? (before?.entryCount ?? 0) + added.length,
    countedTo: recount?.countedTo ?? Math.max(...positions),
    ...(foldedTo !== undefined && { foldedTo }),
    epoch,
    version: (before?.version ?? 0) + 1,
  };
}

function summaryOf(document: IncidentDocument): IncidentSummary {
  const { status, title, severity, urgency, triggeredAt, acknowledgedAt, resolvedAt } = document;
  const { triggeredBy, acknowledgedBy, resolvedBy, reopenedCount, responders, services, teams } = document;
  // Absent on documents from before incidents could be merged.
  const { mergedInto = null } = document;
  return {
    ...{ status, title, severity, urgency, triggeredAt, acknowledgedAt, resolvedAt },
    ...{ triggeredBy, acknowledgedBy, resolvedBy, reopenedCount, mergedInto, responders, services, teams },
  };
}
