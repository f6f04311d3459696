import type { IncidentFilter } from '@daybook/timeline-contracts';
import { timelineKey, type TimelineKey } from '@daybook/timeline-domain';
import type { Filter } from 'mongodb';
import type { IncidentDocument } from './documents.js';
import { beginsWith } from './entry-filter.js';

const FIELD_OF = { service: 'services', team: 'teams', severity: 'severity' } as const;

/** @param before the last activity before which a page starts, newest first */
export function incidentsMatching(
  account: string,
  filter: IncidentFilter,
  before?: TimelineKey,
): Filter<IncidentDocument> {
  const { status, service, team, severity, without, since, until, text = [] } = filter;
  const { triggeredSince, triggeredUntil } = filter;
  const anyOf = (field: keyof IncidentDocument, values: readonly string[]) =>
    values.length > 0 ? [{ [field]: { $in: [...values] } }] : [];
  const conditions: Filter<IncidentDocument>[] = [
    { account },
    ...anyOf('status', status),
    ...anyOf('services', service),
    ...anyOf('teams', team),
    ...anyOf('severity', severity),
    ...(without === undefined ? [] : [{ [FIELD_OF[without]]: without === 'severity' ? null : { $size: 0 } }]),
    ...(since === undefined ? [] : [{ lastKey: { $gte: timelineKey(since, '') } }]),
    ...(until === undefined ? [] : [{ firstKey: { $lt: timelineKey(until, '') } }]),
    ...(triggeredSince === undefined ? [] : [{ triggeredAt: { $gte: triggeredSince } }]),
    ...(triggeredUntil === undefined ? [] : [{ triggeredAt: { $ne: null, $lt: triggeredUntil } }]),
    ...(before === undefined ? [] : [{ lastKey: { $lt: before } }]),
    ...text.map((word) => ({ terms: beginsWith(account, word) })),
  ];
  return { $and: conditions };
}
