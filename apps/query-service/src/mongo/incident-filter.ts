import type { IncidentFilter } from '@daybook/timeline-contracts';
import { timelineKey } from '@daybook/timeline-domain';
import type { Filter } from 'mongodb';
import type { IncidentDocument } from './documents.js';
import { anyOf, beginsWith, type KeyRange } from './entry-filter.js';

const FIELD_OF = { service: 'services', team: 'teams', severity: 'severity' } as const;
const TIME_OF = { acknowledgement: 'acknowledgedAt', resolve: 'resolvedAt' } as const;

/**
 * Conditions stand side by side wherever each is of another field: within `$and` SecantusDB finds no range of an index,
 * and looks at all incidents of the account.
 *
 * @param active when its last activity was; `since` and `hourOfWeek` of the filter are not looked at
 */
export function incidentsMatching(
  account: string,
  filter: IncidentFilter,
  active?: KeyRange,
): Filter<IncidentDocument> {
  const { status, service, team, severity, without, with: known, until, text = [] } = filter;
  const { triggeredSince, triggeredUntil } = filter;
  const triggered = {
    ...(triggeredSince !== undefined && { $gte: triggeredSince }),
    ...(triggeredUntil !== undefined && { $ne: null, $lt: triggeredUntil }),
  };
  // Of fields that the others may speak of as well.
  const besides: Filter<IncidentDocument>[] = [
    ...(without === undefined ? [] : [{ [FIELD_OF[without]]: without === 'severity' ? null : { $size: 0 } }]),
    ...text.map((word) => ({ terms: beginsWith(account, word) })),
  ];
  return {
    // A word tells its account; with the account beside it, SecantusDB looks at all that the account has.
    ...(text.length === 0 && { account }),
    ...anyOf('status', status),
    ...anyOf('services', service),
    ...anyOf('teams', team),
    ...anyOf('severity', severity),
    ...(known !== undefined && { [TIME_OF[known]]: { $ne: null } }),
    ...(until !== undefined && { firstKey: { $lt: timelineKey(until, '') } }),
    ...(Object.keys(triggered).length > 0 && { triggeredAt: triggered }),
    ...(active !== undefined && { lastKey: active }),
    ...(besides.length > 0 && { $and: besides }),
  };
}
