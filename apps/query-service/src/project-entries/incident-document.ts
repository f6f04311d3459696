import {
  summarizeIncident,
  type IncidentSummary,
  type LifecycleEntry,
  type TimelineKey,
} from '@daybook/timeline-domain';
import { incidentKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';

/** The entries of one incident in a batch: at least one, all of one epoch, each once. */
export interface Touched {
  readonly account: string;
  readonly incidentId: string;
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
    const { account, incidentId } = entry;
    const key = incidentKey(account, incidentId);
    const group = groups.get(key);
    if (group) group.entries.push(entry);
    else groups.set(key, { account, incidentId, entries: [entry] });
  }
  return groups;
}

/** Only then can an entry of the batch be among the counted ones already, and nothing but counting again tells. */
export function needsRecount(before: IncidentDocument | undefined, { entries }: Touched): boolean {
  if (!before) return false;
  return entries.some(({ epoch, position }) => epoch !== before.epoch || position <= before.countedTo);
}

/**
 * The incident after a batch. Written whatever the batch repeats: the same entries in the store give the same document,
 * but for `version`.
 *
 * @param lifecycle all lifecycle entries in the store, read after `before`; undefined when the batch neither holds nor
 *   amends one, so that the summary stays as it is
 * @param found.recount required when needsRecount says so, read after `before`
 * @param found.edges required when entries were amended, read after `before`
 */
export function incidentAfter(
  before: IncidentDocument | undefined,
  touched: Touched,
  lifecycle: readonly LifecycleEntry[] | undefined,
  { recount, edges }: { readonly recount?: Recount | undefined; readonly edges?: Edges | undefined } = {},
): IncidentDocument {
  const { account, incidentId, entries } = touched;
  const keys = entries.map(({ key }) => key);
  if (before) keys.push(before.firstKey, before.lastKey);
  keys.sort();
  const positions = entries.map(({ position }) => position);
  const summary = lifecycle || !before ? summarizeIncident(lifecycle ?? []) : summaryOf(before);
  return {
    _id: incidentKey(account, incidentId),
    account,
    incidentId,
    ...summary,
    firstKey: edges?.firstKey ?? keys[0]!,
    lastKey: edges?.lastKey ?? keys.at(-1)!,
    entryCount: recount?.entryCount ?? (before?.entryCount ?? 0) + entries.length,
    countedTo: recount?.countedTo ?? Math.max(...positions),
    epoch: entries[0]!.epoch,
    version: (before?.version ?? 0) + 1,
  };
}

function summaryOf(document: IncidentDocument): IncidentSummary {
  const { status, title, severity, urgency, triggeredAt, acknowledgedAt, resolvedAt } = document;
  const { reopenedCount, responders, services, teams } = document;
  return {
    ...{ status, title, severity, urgency, triggeredAt, acknowledgedAt, resolvedAt },
    ...{ reopenedCount, responders, services, teams },
  };
}
