import type { JsonObject } from './content.js';
import { detail, isLifecycleType, textDetail } from './entry-types.js';
import { referenceId, referenceIds } from './entry.js';
import type { EntryId } from './entry-id.js';
import { mergeTarget } from './merge.js';
import {
  compareTimelineKeys,
  idOfTimelineKey,
  timeOfTimelineKey,
  type TimelineKey,
} from './timeline-order.js';

/** What a summary is made of: a lifecycle entry of one incident, as sent, with its place in the timeline. */
export interface LifecycleEntry {
  readonly key: TimelineKey;
  readonly sent: JsonObject & { readonly type: string; readonly summary: string };
}

export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved' | 'unknown';

/** Times are UTC milliseconds, null where the fact has not been reported. Sets are sorted. */
export interface IncidentSummary {
  readonly status: IncidentStatus;
  readonly title: string | null;
  readonly severity: string | null;
  readonly urgency: string | null;
  readonly triggeredAt: number | null;
  readonly acknowledgedAt: number | null;
  /** The last resolve, and only while the incident is resolved. */
  readonly resolvedAt: number | null;
  /** The entries that these times are of. */
  readonly triggeredBy: EntryId | null;
  readonly acknowledgedBy: EntryId | null;
  readonly resolvedBy: EntryId | null;
  readonly reopenedCount: number;
  /** The incident that this one was merged into last, and only while it is merged. Then it is resolved. */
  readonly mergedInto: string | null;
  readonly responders: readonly string[];
  readonly services: readonly string[];
  readonly teams: readonly string[];
}

const NOTHING_REPORTED: IncidentSummary = {
  status: 'unknown',
  title: null,
  severity: null,
  urgency: null,
  triggeredAt: null,
  acknowledgedAt: null,
  resolvedAt: null,
  triggeredBy: null,
  acknowledgedBy: null,
  resolvedBy: null,
  reopenedCount: 0,
  mergedInto: null,
  responders: [],
  services: [],
  teams: [],
};

/**
 * An incident's summary: a pure fold over its lifecycle entries in timeline order; others are skipped, so that it
 * doesn't matter whether the caller has picked them out. The entries may come in any order
 * and more than once; the same set gives the same summary, so replays, late facts and other regions change nothing.
 *
 * @param before the summary of all entries before these in timeline order, so that a long incident need not be folded
 *   from its start for each that is added at its end
 */
export function summarizeIncident(
  entries: Iterable<LifecycleEntry>,
  before: IncidentSummary = NOTHING_REPORTED,
): IncidentSummary {
  const byKey = new Map<TimelineKey, LifecycleEntry>();
  for (const entry of entries) if (isLifecycleType(entry.sent.type)) byKey.set(entry.key, entry);
  const ordered = [...byKey.values()].sort((a, b) => compareTimelineKeys(a.key, b.key));

  const summary = ordered.reduce(evolve, before);
  return {
    ...summary,
    responders: sortedSet([...before.responders, ...ordered.flatMap(({ sent }) => respondersOf(sent))]),
    services: sortedSet([
      ...before.services,
      ...ordered.flatMap(({ sent }) => referenceIds(sent['service'])),
    ]),
    teams: sortedSet([...before.teams, ...ordered.flatMap(({ sent }) => referenceIds(sent['teams']))]),
  };
}

function evolve(summary: IncidentSummary, { key, sent }: LifecycleEntry): IncidentSummary {
  const at = timeOfTimelineKey(key);
  const by = idOfTimelineKey(key);
  switch (sent.type) {
    case 'trigger': {
      const next = {
        ...summary,
        title: summary.title ?? textDetail(sent, 'title') ?? (sent.summary || null),
        severity: textDetail(sent, 'severity') ?? summary.severity,
        urgency: textDetail(sent, 'urgency') ?? summary.urgency,
        triggeredAt: summary.triggeredAt ?? at,
        triggeredBy: summary.triggeredBy ?? by,
      };
      // A trigger of an incident that is already open adds to it and takes no acknowledgement back.
      if (summary.status === 'unknown') return { ...next, status: 'triggered' };
      // Nor does it open one that was merged: what its alerts report belongs to the other incident's timeline.
      return summary.status === 'resolved' && summary.mergedInto === null ? reopened(next) : next;
    }
    case 'acknowledge':
      if (summary.status === 'resolved') return summary;
      return {
        ...{ ...summary, status: 'acknowledged' },
        acknowledgedAt: summary.acknowledgedAt ?? at,
        acknowledgedBy: summary.acknowledgedBy ?? by,
      };
    case 'unacknowledge':
      return summary.status === 'acknowledged' ? { ...summary, status: 'triggered' } : summary;
    case 'resolve':
    case 'close':
    case 'cancel':
      return resolved(summary, at, by);
    case 'merge': {
      const mergedInto = mergeTarget(sent);
      // Whose content is gone, or was revised to name nothing: no merge.
      return mergedInto === undefined ? summary : { ...resolved(summary, at, by), mergedInto };
    }
    case 'reopen':
      return summary.status === 'resolved' ? reopened(summary) : { ...summary, status: 'triggered' };
    case 'urgency_change':
      return { ...summary, urgency: textDetail(sent, 'urgency') ?? summary.urgency };
    case 'priority_change':
      return {
        ...summary,
        severity: textDetail(sent, 'severity') ?? textDetail(sent, 'priority') ?? summary.severity,
      };
    default:
      return summary;
  }
}

/** Closing what is resolved already does not move the time at which it was resolved. */
function resolved(summary: IncidentSummary, at: number, by: EntryId): IncidentSummary {
  return summary.status === 'resolved'
    ? summary
    : { ...summary, status: 'resolved', resolvedAt: at, resolvedBy: by };
}

function reopened(summary: IncidentSummary): IncidentSummary {
  const reopenedCount = summary.reopenedCount + 1;
  return {
    ...{ ...summary, status: 'triggered', reopenedCount },
    ...{ resolvedAt: null, resolvedBy: null, mergedInto: null },
  };
}

/** Whoever acknowledged, and whoever was assigned, escalated to or asked for help. */
function respondersOf(sent: LifecycleEntry['sent']): string[] {
  const agent = sent.type === 'acknowledge' ? referenceId(sent['agent']) : undefined;
  const named = [...referenceIds(detail(sent, 'assignees')), ...referenceIds(detail(sent, 'responders'))];
  return agent === undefined ? named : [agent, ...named];
}

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
