import { pagerDutyReference, type PagerDutyReference } from '@daybook/timeline-contracts';
import { detail, isJsonObject, type SentEntry, textDetail } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { idOfEntryKey, incidentKey, type IncidentDocument } from '../mongo/documents.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import { serviceOf } from './incident.js';
import { LOG_ENTRY_FIELDS, type LogEntrySource } from './log-entry.js';
import type { Presentation } from './presentation.js';
import { agentOf, referenced } from './references.js';

export interface FoundAlert {
  readonly incident: IncidentDocument;
  /** Undefined: nobody has reported a trigger. */
  readonly trigger: LogEntrySource | undefined;
}

/**
 * What triggered an incident. There is one alert at most: the events of one dedup key are one incident. Undefined:
 * there is no such incident.
 */
export class ReadAlert extends Query<FoundAlert | undefined> {
  constructor(
    readonly account: string,
    readonly incidentId: string,
  ) {
    super();
  }
}

@QueryHandler(ReadAlert)
export class ReadAlertHandler implements IQueryHandler<ReadAlert> {
  constructor(private readonly store: Store) {}

  /** @throws StoreUnavailable */
  execute({ account, incidentId }: ReadAlert): Promise<FoundAlert | undefined> {
    return this.store.read(async () => {
      const summarizedIn = incidentKey(account, incidentId);
      const incident = await this.store.incidents.findOne({ _id: summarizedIn }, READ_LIMIT);
      if (!incident) return undefined;
      const [trigger] = await this.store.entries
        .find({ summarizedIn, type: 'trigger' }, { ...READ_LIMIT, projection: LOG_ENTRY_FIELDS })
        .sort({ key: 1 })
        .limit(1)
        .toArray();
      return { incident, trigger };
    });
  }
}

export interface Alert extends PagerDutyReference {
  readonly status: 'triggered' | 'resolved';
}

export function alertOf(incident: IncidentDocument, trigger: LogEntrySource, shown: Presentation): Alert {
  const { base, time } = shown;
  const sent = JSON.parse(trigger.body) as SentEntry;
  const of = pagerDutyReference(base, 'incident', incident.incidentId, incident.title ?? sent.summary);
  const id = idOfEntryKey(trigger._id);
  const self = `${of.self}/alerts/${id}`;
  const event = detail(sent, 'event');
  const payload = isJsonObject(event) && isJsonObject(event['payload']) ? event['payload'] : {};
  const agent = agentOf(sent, trigger.recordedBy, base);
  return {
    ...{ id, type: 'alert', summary: sent.summary, self, html_url: self },
    created_at: time(trigger.occurredAt),
    status: incident.status === 'resolved' ? 'resolved' : 'triggered',
    alert_key: textDetail(sent, 'dedupKey') ?? incident.incidentId,
    severity: textDetail(sent, 'severity') ?? null,
    suppressed: false,
    service: referenced(sent['service'], 'service', base) ?? serviceOf(incident, base),
    incident: of,
    integration: agent.type === 'integration_reference' ? agent : null,
    body: {
      type: 'alert_body',
      contexts: sent['contexts'] ?? [],
      details: isJsonObject(event) ? (payload['custom_details'] ?? {}) : (sent['details'] ?? {}),
    },
  };
}
