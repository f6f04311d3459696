import { isJsonObject, type JsonObject, type JsonValue } from './content.js';

/**
 * The known types, each with the fields of `details` that Daybook reads. A sender may leave them out or send more;
 * a field of another shape is kept and not read. Types that are not listed are kept as well and change no summary.
 * Names follow PagerDuty's log entry types without `_log_entry`; reopen, close, cancel, priority_change,
 * status_update, responder_request, link, unlink and action are what other incident tools report; merge, revise, redact
 * and move are about another incident or entry, and the only ones whose details are checked when they come. `overview` are those that tell the
 * story without the machinery: whatever changes the incident, and what people say about it.
 */
export const ENTRY_TYPES = {
  trigger: {
    lifecycle: true,
    overview: true,
    details: { title: 'string', severity: 'string', urgency: 'string' },
  },
  acknowledge: { lifecycle: true, overview: true, details: { acknowledgementTimeout: 'seconds' } },
  unacknowledge: { lifecycle: true, overview: true, details: {} },
  resolve: { lifecycle: true, overview: true, details: { resolution: 'string' } },
  close: { lifecycle: true, overview: true, details: { resolution: 'string' } },
  cancel: { lifecycle: true, overview: true, details: { reason: 'string' } },
  reopen: { lifecycle: true, overview: true, details: { reason: 'string' } },
  merge: { lifecycle: true, overview: true, details: { into: 'string' } },
  assign: { lifecycle: true, overview: true, details: { assignees: 'references' } },
  delegate: { lifecycle: true, overview: true, details: { assignees: 'references' } },
  escalate: { lifecycle: true, overview: true, details: { assignees: 'references' } },
  responder_request: { lifecycle: true, overview: true, details: { responders: 'references' } },
  urgency_change: { lifecycle: true, overview: true, details: { urgency: 'string' } },
  priority_change: { lifecycle: true, overview: true, details: { severity: 'string', priority: 'string' } },
  annotate: { lifecycle: false, overview: true, details: { note: 'string' } },
  notify: { lifecycle: false, overview: false, details: { user: 'reference', notification: 'object' } },
  snooze: { lifecycle: false, overview: true, details: { duration: 'seconds', until: 'time' } },
  exhaust_escalation_path: { lifecycle: false, overview: true, details: {} },
  repeat_escalation_path: { lifecycle: false, overview: false, details: {} },
  reach_ack_limit: { lifecycle: false, overview: false, details: {} },
  reach_trigger_limit: { lifecycle: false, overview: false, details: {} },
  field_value_change: { lifecycle: false, overview: false, details: { changeset: 'strings' } },
  custom_field_value_change: { lifecycle: false, overview: false, details: { changeset: 'strings' } },
  status_update: { lifecycle: false, overview: true, details: { message: 'string' } },
  action: { lifecycle: false, overview: false, details: {} },
  link: { lifecycle: false, overview: true, details: { linkedIncident: 'string' } },
  unlink: { lifecycle: false, overview: true, details: { linkedIncident: 'string' } },
  revise: { lifecycle: false, overview: false, details: { entryId: 'entry', changes: 'object' } },
  redact: { lifecycle: false, overview: false, details: { entryId: 'entry' } },
  move: { lifecycle: false, overview: false, details: { entryId: 'entry', incidentId: 'string' } },
} as const satisfies Record<
  string,
  { lifecycle: boolean; overview: boolean; details: Record<string, string> }
>;

export type KnownEntryType = keyof typeof ENTRY_TYPES;

export function isKnownType(type: string): type is KnownEntryType {
  return Object.hasOwn(ENTRY_TYPES, type);
}

/** Whether entries of this type take part in an incident's summary. */
export function isLifecycleType(type: string): boolean {
  return isKnownType(type) && ENTRY_TYPES[type].lifecycle;
}

/** Whether an overview of the timeline shows entries of this type; it hides what it does not know. */
export function isOverviewType(type: string): boolean {
  return isKnownType(type) && ENTRY_TYPES[type].overview;
}

/** A field of `details`, whatever it holds. */
export function detail(sent: JsonObject, field: string): JsonValue | undefined {
  const details = sent['details'];
  if (!isJsonObject(details)) return undefined;
  return Object.hasOwn(details, field) ? details[field] : undefined;
}

export function textDetail(sent: JsonObject, field: string): string | undefined {
  const value = detail(sent, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
