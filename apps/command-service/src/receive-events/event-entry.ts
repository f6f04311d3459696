import {
  type AlertAction,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SentEntry,
} from '@daybook/timeline-domain';
import { EVENT_LIMITS, storableText, type AlertEventBody, type ChangeEventBody } from './event-body.js';

/** Where a routing key leads: a service of an account. */
export interface EventTarget {
  readonly routingKeyId: string;
  readonly service: string;
}

/** What an entry says where its sender says nothing. */
const SAYS: Record<AlertAction, string> = {
  trigger: 'Triggered',
  acknowledge: 'Acknowledged',
  resolve: 'Resolved',
};

const MAX_CONTEXTS = 100;

/**
 * The entry of an alert's event, but for its incident, which the log decides. The event is kept whole in
 * `details.event`; what readers of any entry look for stands where every entry has it.
 */
export function alertEntry(
  target: EventTarget,
  { action, event }: AlertEventBody,
  dedupKey: string,
  occurredAt: number,
): Omit<SentEntry, 'incidentId'> {
  const { severity } = payloadOf(event);
  const isTrigger = action === 'trigger' && typeof severity === 'string';
  const details = { ...(isTrigger && { severity: severity.toLowerCase() }), dedupKey, event };
  return { ...entryOf(target, action, event, SAYS[action], occurredAt), details };
}

/** A change event opens nothing: changes of a service are a timeline of their own. */
export function changeEntry(target: EventTarget, { event }: ChangeEventBody, occurredAt: number): SentEntry {
  const entry = entryOf(target, 'change', event, 'Changed', occurredAt);
  return { ...entry, incidentId: `changes-${target.service}`, details: { event } };
}

function entryOf(
  { routingKeyId, service }: EventTarget,
  type: string,
  event: JsonObject,
  says: string,
  occurredAt: number,
) {
  const { summary } = payloadOf(event);
  const { client } = event;
  const contexts = [...contextsOf('link', event['links']), ...contextsOf('image', event['images'])];
  return {
    type,
    summary:
      typeof summary === 'string' && summary !== ''
        ? storableText(summary.slice(0, EVENT_LIMITS.summary))
        : says,
    occurredAt: new Date(occurredAt).toISOString(),
    agent: {
      id: routingKeyId,
      type: 'integration',
      ...(typeof client === 'string' && client !== '' && { name: client }),
    },
    channel: { type: 'api' },
    service,
    ...(contexts.length > 0 && { contexts: contexts.slice(0, MAX_CONTEXTS) }),
  };
}

function contextsOf(type: string, value: JsonValue | undefined): JsonObject[] {
  const items = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  return items.filter(isJsonObject).map((item) => ({ ...item, type }));
}

function payloadOf(event: JsonObject): JsonObject {
  const { payload } = event;
  return isJsonObject(payload) ? payload : {};
}
