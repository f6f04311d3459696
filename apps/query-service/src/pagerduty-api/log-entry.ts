import {
  pageAddress,
  pagerDutyObject,
  pagerDutyReference,
  type PagerDutyReference,
} from '@daybook/timeline-contracts';
import {
  detail,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SentEntry,
  textDetail,
} from '@daybook/timeline-domain';
import { idOfEntryKey, type EntryDocument, type IncidentDocument } from '../mongo/documents.js';
import { logEntryDetails } from './log-entry-details.js';
import { incidentObject, serviceOf, titleOf } from './incident.js';
import type { Presentation } from './presentation.js';
import { agentOf, referenced, referencedAll } from './references.js';

/** What of a document a log entry is made of; a page reads nothing else. */
export const LOG_ENTRY_FIELDS = {
  _id: 1,
  key: 1,
  incidentId: 1,
  occurredAt: 1,
  recordedBy: 1,
  body: 1,
} as const;
export type LogEntrySource = Pick<EntryDocument, keyof typeof LOG_ENTRY_FIELDS>;

export interface LogEntry extends PagerDutyReference {
  readonly created_at: string;
  readonly agent: PagerDutyReference;
  readonly channel: { readonly type: string; readonly [field: string]: unknown };
  readonly incident: PagerDutyReference;
  readonly service: PagerDutyReference;
  readonly teams: readonly PagerDutyReference[];
  readonly contexts: readonly Record<string, string>[];
  readonly event_details: Record<string, string>;
}

/**
 * An entry as PagerDuty's REST API shows log entries, whatever its type and whatever was sent.
 *
 * @param incident that it belongs to; undefined while it is not there yet
 */
export function logEntry(
  source: LogEntrySource,
  incident: IncidentDocument | undefined,
  presentation: Presentation,
): LogEntry {
  const { base, time, include } = presentation;
  const sent = JSON.parse(source.body) as SentEntry;
  const id = idOfEntryKey(source._id);
  const incidentTitle = titleOf(incident, source.incidentId);
  return {
    ...pagerDutyObject(base, 'log_entry', id, sent.summary),
    html_url: pageAddress(base, source.incidentId, id),
    type: sent.type.endsWith('_log_entry') ? sent.type : `${sent.type}_log_entry`,
    created_at: time(source.occurredAt),
    agent: agentOf(sent, source.recordedBy, base),
    channel: channelOf(sent, include.has('channels')),
    incident:
      incident && include.has('incidents')
        ? incidentObject(incident, presentation)
        : pagerDutyReference(base, 'incident', source.incidentId, incidentTitle),
    service: inFull(
      referenced(sent['service'], 'service', base) ?? serviceOf(incident, base),
      include.has('services'),
    ),
    teams: referencedAll(sent['teams'], 'team', base).map((team) => inFull(team, include.has('teams'))),
    contexts: Array.isArray(sent['contexts']) ? sent['contexts'].filter(isJsonObject).map(asStrings) : [],
    event_details: sent.type === 'trigger' ? { description: sent.summary } : {},
    ...logEntryDetails(sent, base, time),
  };
}

/** How it came about. What was sent of it in full, and the event's own words, only where they are asked for. */
function channelOf(sent: SentEntry, full: boolean): LogEntry['channel'] {
  const channel = sent['channel'];
  const isNote = sent.type === 'annotate';
  const type = channelType(channel) ?? (isNote ? 'note' : 'api');
  const notification = detail(sent, 'notification');
  const brief = {
    type,
    ...(isNote && { summary: sent.summary }),
    ...(isJsonObject(notification) && { notification }),
  };
  if (!full) return brief;
  const event = detail(sent, 'event');
  const payload = isJsonObject(event) && isJsonObject(event['payload']) ? event['payload'] : {};
  return {
    ...(isJsonObject(channel) && channel),
    summary: sent.summary,
    description: sent.summary,
    details: isJsonObject(event) ? (payload['custom_details'] ?? {}) : (sent['details'] ?? {}),
    incident_key: textDetail(sent, 'dedupKey') ?? null,
    ...(isJsonObject(event) && {
      ...{ client: event['client'] ?? null, client_url: event['client_url'] ?? null },
    }),
    ...brief,
  };
}

function channelType(channel: JsonValue | undefined): string | undefined {
  const type = isJsonObject(channel) ? channel['type'] : channel;
  return typeof type === 'string' && type !== '' ? type : undefined;
}

/** A service or team in full has a name, and no more than that is known of it. */
function inFull(reference: PagerDutyReference, full: boolean): PagerDutyReference {
  if (!full) return reference;
  return { ...reference, type: reference.type.replace('_reference', ''), name: reference.summary };
}

/** Go's client reads texts only. */
function asStrings(values: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
