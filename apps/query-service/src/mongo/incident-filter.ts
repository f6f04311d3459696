import type { IncidentFilter } from '@daybook/timeline-contracts';
import { timelineKey } from '@daybook/timeline-domain';
import type { Filter } from 'mongodb';
import type { IncidentDocument } from './documents.js';
import { beginsWith, oneOf, type KeyRange } from './entry-filter.js';

const FIELD_OF = { service: 'services', team: 'teams', severity: 'severity' } as const;

/** @param active when its last activity was; `since` of the filter is not looked at */
export function incidentsMatching(
  account: string,
  filter: IncidentFilter,
  active?: KeyRange,
): Filter<IncidentDocument> {
  const { status, service, team, severity, without, until, text = [] } = filter;
  const { triggeredSince, triggeredUntil } = filter;
  const anyOf = (field: keyof IncidentDocument, values: readonly string[]) =>
    values.length > 0 ? [{ [field]: oneOf(values) }] : [];
  const conditions: Filter<IncidentDocument>[] = [
    // A word tells its account; with the account beside it, SecantusDB looks at all that the account has.
    ...(text.length > 0 ? [] : [{ account }]),
    ...anyOf('status', status),
    ...anyOf('services', service),
    ...anyOf('teams', team),
    ...anyOf('severity', severity),
    ...(without === undefined ? [] : [{ [FIELD_OF[without]]: without === 'severity' ? null : { $size: 0 } }]),
    ...(until === undefined ? [] : [{ firstKey: { $lt: timelineKey(until, '') } }]),
    ...(triggeredSince === undefined ? [] : [{ triggeredAt: { $gte: triggeredSince } }]),
    ...(triggeredUntil === undefined ? [] : [{ triggeredAt: { $ne: null, $lt: triggeredUntil } }]),
    ...(active === undefined ? [] : [{ lastKey: active }]),
    ...text.map((word) => ({ terms: beginsWith(account, word) })),
  ];
  return { $and: conditions };
}
