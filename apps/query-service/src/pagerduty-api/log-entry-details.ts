import type { PagerDutyReference } from '@daybook/timeline-contracts';
import {
  detail,
  parseTimestamp,
  textDetail,
  type JsonObject,
  type JsonValue,
  type SentEntry,
} from '@daybook/timeline-domain';
import { referenced, referencedAll } from './references.js';
import type { TimeText } from '../time-zone.js';

type Details = (sent: SentEntry, base: string, time: TimeText) => object;

const assignees: Details = (sent, base) => ({
  assignees: referencedAll(detail(sent, 'assignees'), 'user', base),
});

const linked: Details = (sent, base) => ({
  linked_incident: referenced(detail(sent, 'linkedIncident'), 'incident', base) ?? null,
});

const changes: Details = (sent) => {
  const changeset = detail(sent, 'changeset');
  return { changeset: Array.isArray(changeset) ? changeset.filter((one) => typeof one === 'string') : [] };
};

const resolution: Details = (sent) => noteOf(textDetail(sent, 'resolution'));
const reason: Details = (sent) => noteOf(textDetail(sent, 'reason'));

/** What some types have beside the fields of all. Shapes that Go's client can't read are left out. */
const DETAILS: Record<string, Details> = {
  acknowledge: (sent) => ({
    acknowledgement_timeout: seconds(detail(sent, 'acknowledgementTimeout')) ?? null,
  }),
  assign: assignees,
  delegate: assignees,
  escalate: assignees,
  responder_request: (sent, base) => ({
    responders: referencedAll(detail(sent, 'responders'), 'user', base),
  }),
  notify: (sent, base) => userOf(referenced(detail(sent, 'user'), 'user', base)),
  snooze: (sent, _base, time) => ({ changed_actions: snoozedUntil(sent, time) }),
  field_value_change: changes,
  custom_field_value_change: changes,
  status_update: (sent) => ({ message: textDetail(sent, 'message') ?? sent.summary }),
  link: linked,
  unlink: linked,
  resolve: resolution,
  close: resolution,
  cancel: reason,
  reopen: reason,
};

export function logEntryDetails(sent: SentEntry, base: string, time: TimeText): object {
  return Object.hasOwn(DETAILS, sent.type) ? DETAILS[sent.type]!(sent, base, time) : {};
}

function userOf(user: PagerDutyReference | undefined): object {
  return user ? { user } : {};
}

function noteOf(note: string | undefined): object {
  return note === undefined ? {} : { note };
}

function seconds(value: JsonValue | undefined): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

function snoozedUntil(sent: JsonObject, time: TimeText): object[] {
  const until = textDetail(sent, 'until');
  if (until === undefined) return [];
  try {
    return [{ type: 'unacknowledge', at: time(parseTimestamp(until)) }];
  } catch {
    // Details are kept as they were sent, also a time that is none.
    return [];
  }
}
