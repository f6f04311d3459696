import type { IncidentView } from '@daybook/timeline-contracts';
import { timeOfTimelineKey } from '@daybook/timeline-domain';
import type { IncidentDocument } from './documents.js';

/**
 * An incident as readers are shown it.
 *
 * @param merged those that were merged into it, where they were looked for
 */
export function incidentView(document: IncidentDocument, merged: readonly string[] = []): IncidentView {
  const { incidentId, status, title, severity, urgency, triggeredAt, acknowledgedAt, resolvedAt } = document;
  const since = (at: number | null) => (at === null || triggeredAt === null ? null : at - triggeredAt);
  const { reopenedCount, responders, services, teams, entryCount, firstKey, lastKey } = document;
  // Absent on documents from before incidents could be merged.
  const { mergedInto = null } = document;
  return {
    id: incidentId,
    ...{ status, title, severity, urgency },
    triggeredAt: isoTime(triggeredAt),
    acknowledgedAt: isoTime(acknowledgedAt),
    resolvedAt: isoTime(resolvedAt),
    timeToAcknowledgeMs: since(acknowledgedAt),
    timeToResolveMs: since(resolvedAt),
    evidence: {
      triggered: document.triggeredBy,
      acknowledged: document.acknowledgedBy,
      resolved: document.resolvedBy,
    },
    reopenedCount,
    mergedInto,
    ...(merged.length > 0 && { merged: [...merged] }),
    responders: [...responders],
    services: [...services],
    teams: [...teams],
    entryCount,
    firstActivityAt: new Date(timeOfTimelineKey(firstKey)).toISOString(),
    lastActivityAt: new Date(timeOfTimelineKey(lastKey)).toISOString(),
  };
}

function isoTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
