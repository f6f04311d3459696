import {
  type AlertAction,
  type DomainError,
  InexactNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseTimestamp,
} from '@daybook/timeline-domain';

const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const satisfies readonly AlertAction[];
const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export const EVENT_LIMITS = { dedupKey: 255, summary: 1_024, bytes: 512 * 1024 } as const;

/** An event of a monitoring tool, checked. */
export interface AlertEventBody {
  readonly action: AlertAction;
  /** Undefined where none was sent: the door makes one. */
  readonly dedupKey: string | undefined;
  /** When it happened as far as its sender says, UTC milliseconds. */
  readonly occurredAt: number | undefined;
  /** As it was sent, without its routing key, and with numbers that a double would change as text. */
  readonly event: JsonObject;
}

export interface ChangeEventBody {
  readonly occurredAt: number | undefined;
  readonly event: JsonObject;
}

/** What is wrong with an event, each in a sentence that names the field. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent';

  constructor(readonly errors: readonly string[]) {
    super(errors.join('; '));
  }
}

/**
 * Reads what tools send to /v2/enqueue. It is stricter than it must be in nothing: an event that is refused is lost,
 * since hardly any tool sends one again. Unknown fields are kept and a `payload` is not asked for where it says nothing.
 *
 * @throws InvalidEvent that names all that is wrong
 */
export function readAlertEvent(body: unknown): AlertEventBody {
  const errors: string[] = [];
  const sent = eventObject(body);
  const action = sent['event_action'];
  const known = ACTIONS.find((one) => one === action);
  if (!known) errors.push(`event_action must be one of ${ACTIONS.join(', ')}`);
  const dedupKey = sent['dedup_key'] === '' ? undefined : (sent['dedup_key'] ?? undefined);
  if (dedupKey !== undefined && (typeof dedupKey !== 'string' || dedupKey.length > EVENT_LIMITS.dedupKey))
    errors.push(`dedup_key must be a text of at most ${EVENT_LIMITS.dedupKey} characters`);
  if (dedupKey === undefined && known && known !== 'trigger') errors.push(`dedup_key is needed to ${known}`);

  const payload = sent['payload'];
  if (known === 'trigger')
    errors.push(...payloadErrors(payload, ['summary', 'source']), ...severityErrors(payload));
  const occurredAt = timeOf(payload, errors);
  if (errors.length > 0) throw new InvalidEvent(errors);
  return {
    action: known!,
    dedupKey: dedupKey === undefined ? undefined : storableText(dedupKey as string),
    occurredAt,
    event: storable(sent),
  };
}

/** Reads what tools send to /v2/change/enqueue. @throws InvalidEvent */
export function readChangeEvent(body: unknown): ChangeEventBody {
  const sent = eventObject(body);
  const payload = sent['payload'];
  const errors = payloadErrors(payload, ['summary']);
  const occurredAt = timeOf(payload, errors);
  if (errors.length > 0) throw new InvalidEvent(errors);
  return { occurredAt, event: storable(sent) };
}

/** The routing key as it was sent, wherever tools put it. */
export function sentRoutingKey(body: unknown): string {
  const key = isJsonObject(body as JsonValue) ? (body as JsonObject)['routing_key'] : undefined;
  if (typeof key !== 'string' || key === '') throw new InvalidEvent(['routing_key is missing']);
  return key;
}

function eventObject(body: unknown): JsonObject {
  if (!isJsonObject(body as JsonValue)) throw new InvalidEvent(['an event is a JSON object']);
  const { routing_key: _secret, ...event } = body as JsonObject;
  return event;
}

function payloadErrors(payload: JsonValue | undefined, needed: readonly string[]): string[] {
  if (!isJsonObject(payload)) return ['payload must be an object'];
  const missing = needed.filter((field) => typeof payload[field] !== 'string' || payload[field] === '');
  return missing.map((field) => `payload.${field} must be a text that is not empty`);
}

function severityErrors(payload: JsonValue | undefined): string[] {
  const severity = isJsonObject(payload) ? payload['severity'] : undefined;
  if (typeof severity === 'string' && SEVERITIES.some((one) => one === severity.toLowerCase())) return [];
  return [`payload.severity must be one of ${SEVERITIES.join(', ')}`];
}

function timeOf(payload: JsonValue | undefined, errors: string[]): number | undefined {
  const timestamp = isJsonObject(payload) ? payload['timestamp'] : undefined;
  if (timestamp === undefined || timestamp === null || timestamp === '') return undefined;
  try {
    // Python scripts add a Z to what has an offset already.
    return parseTimestamp(String(timestamp).replace(/([+-]\d\d:?\d\d)Z$/, '$1'), 'payload.timestamp');
  } catch (error) {
    errors.push((error as DomainError).message);
    return undefined;
  }
}

/** Deeper than this, what was sent is kept as the text of its JSON. One level is the event, which stands in details. */
const MAX_EVENT_DEPTH = 28;

/**
 * As the log can keep it: numbers that a double would change become their digits, NUL and halves of surrogate pairs
 * their replacement character, and what is nested too deeply its JSON text.
 */
export function storable(value: JsonObject): JsonObject {
  return storableValue(value, 0) as JsonObject;
}

function storableValue(value: JsonValue, depth: number): JsonValue {
  if (typeof value === 'string') return storableText(value);
  if (value instanceof InexactNumber) return value.digits;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_EVENT_DEPTH) return storableText(JSON.stringify(value));
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((one) => storableValue(one, depth + 1));
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, one]) => [storableText(key), storableValue(one, depth + 1)]));
}

/** NUL, and with the u flag surrogates only where they stand alone. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

export function storableText(text: string): string {
  return text.replace(UNSTORABLE, '\ufffd');
}
