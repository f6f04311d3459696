import type { IncidentView } from '@daybook/timeline-contracts';
import { timeOfTimelineKey } from '@daybook/timeline-domain';
import type { IncidentDocument } from './documents.js';

/** An incident as readers are shown it. */
export function incidentView(document: IncidentDocument): IncidentView {
  const { incidentId, status, title, severity, urgency, triggeredAt, acknowledgedAt, resolvedAt } = document;
  const since = (at: number | null) => (at === null || triggeredAt === null ? null : at - triggeredAt);
  const { reopenedCount, responders, services, teams, entryCount, firstKey, lastKey } = document;
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
