import { createHash } from 'node:crypto';
import {
  isJsonObject,
  deriveEntryId,
  ENTRY_LIMITS,
  parseTimestamp,
  type JsonObject,
  type JsonValue,
  type SentEntry,
} from '@daybook/timeline-domain';
import { z } from 'zod';
import { storable } from '../receive-events/event-body.js';

/** What PagerDuty's webhooks of version 3 send. */
export const webhookSchema = z.object({
  event: z.looseObject({
    id: z.string().min(1).max(255),
    event_type: z.string().min(1).max(ENTRY_LIMITS.type),
    resource_type: z.string().min(1).max(100),
    occurred_at: z.string().refine(isTime, 'must be an RFC 3339 time'),
    agent: z.looseObject({}).nullish().describe('who acted; null for automation'),
    client: z.looseObject({}).nullish(),
    data: z.looseObject({}),
  }),
});

type WebhookEvent = z.infer<typeof webhookSchema>['event'];

/**
 * What events of incidents are called on a timeline. Those of one millisecond lie in this order, which is the order in
 * which they can happen. Any other is called as it is, without `incident.`: `task_created`, `service_updated`.
 */
const TYPES: Readonly<Record<string, string>> = {
  'incident.triggered': 'trigger',
  'incident.reopened': 'reopen',
  'incident.priority_updated': 'priority_change',
  'incident.delegated': 'delegate',
  'incident.reassigned': 'assign',
  'incident.escalated': 'escalate',
  'incident.unacknowledged': 'unacknowledge',
  'incident.acknowledged': 'acknowledge',
  'incident.responder.added': 'responder_request',
  'incident.responder.replied': 'responder_reply',
  'incident.custom_field_values.updated': 'custom_field_value_change',
  'incident.annotated': 'annotate',
  'incident.status_update_published': 'status_update',
  'incident.resolved': 'resolve',
};
const ORDER = Object.keys(TYPES);

/**
 * The entry of an event. Its id follows from the event's, so that an event that is sent again is known; the incident's
 * id is PagerDuty's. The event is kept whole in `details.event`.
 *
 * @returns undefined for an event that names neither an incident nor anything else that it is about
 */
export function webhookEntry(event: WebhookEvent): SentEntry | undefined {
  const data = event.data as JsonObject;
  const incidentId = incidentOf(event.resource_type, data);
  if (incidentId === undefined) return undefined;
  const { event_type, occurred_at } = event;
  const place = ORDER.indexOf(event_type);
  const id = deriveEntryId(
    parseTimestamp(occurred_at),
    place === -1 ? ORDER.length : place,
    createHash('sha256')
      .update(JSON.stringify(['pagerduty webhook', event.id]))
      .digest('hex'),
  );
  const agent = reference(event.agent as JsonValue | undefined);
  const service = data['type'] === 'service' ? reference(data) : reference(data['service']);
  const teams = references(data['teams']).slice(0, ENTRY_LIMITS.teams);
  const address = data['html_url'] ?? objectOf(data['incident'])['html_url'];
  return storable({
    ...{ id, incidentId, type: TYPES[event_type] ?? typeOf(event_type), occurredAt: occurred_at },
    summary: summaryOf(event_type, data),
    ...(agent && { agent }),
    channel: { type: 'pagerduty' },
    ...(service && { service }),
    ...(teams.length > 0 && { teams }),
    ...(typeof address === 'string' && {
      contexts: [{ type: 'link', href: address, text: 'PagerDuty' }],
    }),
    details: { ...detailsOf(event_type, data), event: event as JsonObject },
  }) as SentEntry;
}

/** What is about no incident has a timeline by what it is about: `service-PF9KMXH`. */
function incidentOf(resourceType: string, data: JsonObject): string | undefined {
  const roles = data['incident_role_assignments'];
  const [role] = Array.isArray(roles) ? (roles as readonly JsonValue[]) : [];
  if (resourceType === 'incident')
    return idOf(data['incident']) ?? idOf(objectOf(role)['incident']) ?? idOf(data);
  const id = idOf(data[resourceType]) ?? idOf(data);
  return id && `${resourceType}-${id}`;
}

function summaryOf(eventType: string, data: JsonObject): string {
  const { title, content, message } = data;
  const told = eventType === 'incident.triggered' ? [title] : [content, message];
  const text = told.find((one) => typeof one === 'string' && one !== '') as string | undefined;
  return (text ?? wordsOf(eventType)).slice(0, ENTRY_LIMITS.summary);
}

/** `Priority updated` for `incident.priority_updated`. */
function wordsOf(eventType: string): string {
  const words = typeOf(eventType).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function typeOf(eventType: string): string {
  return eventType.replace(/^incident\./, '').replaceAll('.', '_');
}

/** What readers of any entry of these types look for. */
function detailsOf(eventType: string, data: JsonObject): JsonObject {
  const { title, urgency, priority, assignees, message, resolve_reason: reason, user, content } = data;
  const texts = (fields: Record<string, JsonValue | undefined>) =>
    Object.fromEntries(
      Object.entries(fields).filter(([, value]) => typeof value === 'string' && value !== ''),
    ) as JsonObject;
  const responder = reference(user) ?? reference(data['escalation_policy']);
  switch (eventType) {
    case 'incident.triggered':
      return texts({ title, urgency, severity: objectOf(priority)['summary'] });
    case 'incident.priority_updated':
      return texts({ priority: objectOf(priority)['summary'] });
    case 'incident.reassigned':
    case 'incident.delegated':
    case 'incident.escalated':
      return { assignees: references(assignees) };
    case 'incident.responder.added':
      return { responders: responder ? [responder] : [] };
    case 'incident.annotated':
      return texts({ note: content });
    case 'incident.status_update_published':
      return texts({ message });
    case 'incident.resolved':
      return texts({ resolution: objectOf(reason)['type'] });
    default:
      return {};
  }
}

/** `{id, summary, type: 'user_reference'}` as entries name whom they mean. */
function reference(
  value: JsonValue | undefined,
): { readonly id: string; readonly name?: string; readonly type?: string } | undefined {
  const id = idOf(value);
  if (id === undefined) return undefined;
  const { summary, type } = objectOf(value);
  return {
    id,
    ...(typeof summary === 'string' && { name: summary }),
    ...(typeof type === 'string' && { type: type.replace(/_reference$/, '') }),
  };
}

function references(value: JsonValue | undefined) {
  const items = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  return items.flatMap((item) => reference(item) ?? []);
}

function idOf(value: JsonValue | undefined): string | undefined {
  const { id } = objectOf(value);
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function isTime(text: string): boolean {
  try {
    return parseTimestamp(text) >= 0;
  } catch {
    return false;
  }
}
