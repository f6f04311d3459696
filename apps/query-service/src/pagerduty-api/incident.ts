import { pagerDutyObject, pagerDutyReference, type PagerDutyReference } from '@daybook/timeline-contracts';
import { timeOfTimelineKey } from '@daybook/timeline-domain';
import type { IncidentDocument } from '../mongo/documents.js';
import type { Presentation } from './presentation.js';

/** An incident whose lifecycle nobody has reported counts as triggered: PagerDuty's clients know three states. */
export function statusesOf(status: 'triggered' | 'acknowledged' | 'resolved'): IncidentDocument['status'][] {
  return status === 'triggered' ? ['triggered', 'unknown'] : [status];
}

/** What stands where an incident has no service, since clients insist on one. */
const NO_SERVICE = { id: 'none', name: 'no service' } as const;

export function serviceOf(
  incident: Pick<IncidentDocument, 'services'> | undefined,
  base: string,
): PagerDutyReference {
  const id = incident?.services[0];
  return id === undefined
    ? pagerDutyReference(base, 'service', NO_SERVICE.id, NO_SERVICE.name)
    : pagerDutyReference(base, 'service', id, id);
}

export function titleOf(incident: Pick<IncidentDocument, 'title'> | undefined, incidentId: string): string {
  return incident?.title ?? incidentId;
}

/** The incident as GET /incidents/{id} shows it. */
export function incidentObject(incident: IncidentDocument, { base, time }: Presentation): PagerDutyReference {
  const { incidentId, triggeredAt, acknowledgedAt, resolvedAt } = incident;
  const createdAt = timeOfTimelineKey(incident.firstKey);
  const status = incident.status === 'unknown' ? 'triggered' : incident.status;
  const since = { triggered: triggeredAt, acknowledged: acknowledgedAt, resolved: resolvedAt }[status];
  const title = titleOf(incident, incidentId);
  return {
    ...pagerDutyObject(base, 'incident', incidentId, title),
    // Incidents have no numbers here; Go's client can read no null.
    incident_number: 0,
    ...{ title, description: title, status },
    urgency: incident.urgency === 'low' ? 'low' : 'high',
    created_at: time(createdAt),
    updated_at: time(timeOfTimelineKey(incident.lastKey)),
    last_status_change_at: time(since ?? createdAt),
    resolved_at: resolvedAt === null ? null : time(resolvedAt),
    incident_key: null,
    service: serviceOf(incident, base),
    teams: incident.teams.map((team) => pagerDutyReference(base, 'team', team, team)),
    ...{ assignments: [], acknowledgements: [], pending_actions: [], priority: null },
  };
}
