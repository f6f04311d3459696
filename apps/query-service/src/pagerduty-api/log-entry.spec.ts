import { pagerDutyTime } from '@daybook/timeline-contracts';
import { timelineKey, type JsonObject } from '@daybook/timeline-domain';
import fc from 'fast-check';
import type { IncidentDocument } from '../mongo/documents.js';
import { logEntrySchema } from './answers.http.js';
import { logEntry, type LogEntry, type LogEntrySource } from './log-entry.js';
import type { Presentation } from './presentation.js';
import { timesIn } from '../time-zone.js';

const ID = '019ca8bd-9f02-7a31-8c4d-5e6f70819203';
const AT = Date.UTC(2026, 2, 1, 9, 30, 5, 250);
const BASE = 'https://daybook.test';

function source(sent: JsonObject): LogEntrySource {
  const body = JSON.stringify({ incidentId: 'Q1', type: 'annotate', summary: 's', ...sent });
  return {
    ...{ _id: `acme/${ID}`, key: timelineKey(AT, ID), incidentId: 'Q1' },
    ...{ occurredAt: AT, recordedBy: 'bot-1', body },
  };
}

const INCIDENT: IncidentDocument = {
  ...{ _id: 'acme/Q1', account: 'acme', incidentId: 'Q1' },
  ...{ status: 'acknowledged', title: 'Checkout is down', severity: 'critical', urgency: 'low' },
  ...{ triggeredAt: AT, acknowledgedAt: AT + 60_000, resolvedAt: null, reopenedCount: 0, mergedInto: null },
  ...{ triggeredBy: null, acknowledgedBy: null, resolvedBy: null, terms: [] },
  ...{ responders: ['ada'], services: ['checkout'], teams: ['sre'], entryCount: 2 },
  ...{ firstKey: timelineKey(AT, ID), lastKey: timelineKey(AT + 60_000, ID) },
  ...{ countedTo: 2, epoch: 1, version: 2 },
};

const PLAIN: Presentation = { base: BASE, time: pagerDutyTime, include: new Set() };

function shown(sent: JsonObject, include: readonly string[] = []): LogEntry {
  return logEntry(source(sent), INCIDENT, { ...PLAIN, include: new Set(include) });
}

function reference(kind: string, path: string, id: string, summary = id) {
  const self = `${BASE}/${path}/${id}`;
  const html_url = kind === 'incident' ? `${BASE}/ui/incidents/${id}` : self;
  return { id, type: `${kind}_reference`, summary, self, html_url };
}

it('shows what every log entry has', () => {
  expect(
    shown({
      type: 'trigger',
      summary: 'Checkout answers 500',
      agent: { id: 'k1', type: 'integration', name: 'Prometheus' },
      channel: { type: 'api' },
      service: { id: 'checkout', name: 'Checkout' },
      teams: ['sre', { id: 'pay', name: 'Payments' }],
      contexts: [{ type: 'link', href: 'https://graph.test', text: 'graph', width: 3 }],
    }),
  ).toEqual({
    id: ID,
    type: 'trigger_log_entry',
    summary: 'Checkout answers 500',
    self: `${BASE}/log_entries/${ID}`,
    html_url: `${BASE}/ui/incidents/Q1?entry=${ID}`,
    created_at: '2026-03-01T09:30:05Z',
    agent: { ...reference('integration', 'users', 'k1', 'Prometheus') },
    channel: { type: 'api' },
    incident: reference('incident', 'incidents', 'Q1', 'Checkout is down'),
    service: reference('service', 'services', 'checkout', 'Checkout'),
    teams: [reference('team', 'teams', 'sre'), reference('team', 'teams', 'pay', 'Payments')],
    contexts: [{ type: 'link', href: 'https://graph.test', text: 'graph', width: '3' }],
    event_details: { description: 'Checkout answers 500' },
  });
});

describe('each type', () => {
  const ada = reference('user', 'users', 'ada');
  it.each<[string, JsonObject, object]>([
    ['acknowledge', { details: { acknowledgementTimeout: 1800 } }, { acknowledgement_timeout: 1800 }],
    ['acknowledge', {}, { acknowledgement_timeout: null }],
    ['acknowledge', { details: { acknowledgementTimeout: '30m' } }, { acknowledgement_timeout: null }],
    ['assign', { details: { assignees: ['ada'] } }, { assignees: [ada] }],
    ['delegate', { details: { assignees: [{ id: 'ada' }] } }, { assignees: [ada] }],
    ['escalate', {}, { assignees: [] }],
    ['responder_request', { details: { responders: ['ada'] } }, { responders: [ada] }],
    [
      'notify',
      { details: { user: 'ada', notification: { type: 'sms_notification' } } },
      { user: ada, channel: { type: 'api', notification: { type: 'sms_notification' } } },
    ],
    [
      'snooze',
      { details: { until: '2026-03-01T10:30:00+01:00' } },
      { changed_actions: [{ type: 'unacknowledge', at: '2026-03-01T09:30:00Z' }] },
    ],
    ['snooze', { details: { until: 'tomorrow' } }, { changed_actions: [] }],
    ['field_value_change', { details: { changeset: ['a to b', 3] } }, { changeset: ['a to b'] }],
    ['custom_field_value_change', {}, { changeset: [] }],
    ['status_update', { summary: 'We know' }, { message: 'We know' }],
    [
      'link',
      { details: { linkedIncident: 'Q2' } },
      { linked_incident: reference('incident', 'incidents', 'Q2') },
    ],
    ['unlink', {}, { linked_incident: null }],
    ['resolve', { details: { resolution: 'Rolled back' } }, { note: 'Rolled back' }],
    ['annotate', { summary: 'Looking' }, { channel: { type: 'note', summary: 'Looking' } }],
    ['annotate', { channel: 'chat' }, { channel: { type: 'chat', summary: 's' } }],
    ['unacknowledge', {}, {}],
    ['exhaust_escalation_path', {}, {}],
    ['repeat_escalation_path', {}, {}],
    ['reach_ack_limit', {}, {}],
    ['reach_trigger_limit', {}, {}],
    ['urgency_change', {}, {}],
    ['priority_change', {}, {}],
    ['of-another-tool', {}, {}],
    ['revise', {}, {}],
  ])('%s: %j', (type, sent, expected) => {
    const entry = shown({ type, ...sent });
    expect(entry).toMatchObject({ type: `${type}_log_entry`, event_details: {}, ...expected });
    expect(logEntrySchema.safeParse(entry).error).toBeUndefined();
  });

  it('keeps the name of one that is PagerDuty’s already', () => {
    expect(shown({ type: 'merge_log_entry' }).type).toBe('merge_log_entry');
  });
});

describe('the agent', () => {
  it.each<[JsonObject[string] | undefined, object]>([
    ['ada', reference('user', 'users', 'ada')],
    [{ id: 'ada', name: 'Ada', type: 'person' }, reference('user', 'users', 'ada', 'Ada')],
    [{ id: 'sre', type: 'team' }, reference('user', 'users', 'sre')],
    [{ id: 'db', type: 'service' }, reference('service', 'services', 'db')],
    [{ id: 'x', type: 'bot' }, { ...reference('integration', 'users', 'x') }],
    [{ name: 'Grafana' }, reference('user', 'users', 'Grafana')],
    [undefined, reference('user', 'users', 'bot-1')],
    [7, reference('user', 'users', 'bot-1')],
  ])('%j', (agent, expected) => {
    expect(shown(agent === undefined ? {} : { agent }).agent).toEqual(expected);
  });
});

describe('what is missing', () => {
  it('takes the incident’s service', () => {
    expect(shown({}).service).toEqual(reference('service', 'services', 'checkout'));
  });

  it('is still of the shape that clients read', () => {
    const entry = logEntry(source({}), undefined, PLAIN);
    expect(entry).toMatchObject({
      service: { id: 'none' },
      incident: { id: 'Q1', summary: 'Q1' },
      teams: [],
    });
    expect(logEntrySchema.safeParse(entry).error).toBeUndefined();
  });

  it('leaves a redacted entry with its type and time', () => {
    const entry = shown({ type: 'trigger', summary: '' }, ['channels']);
    expect(entry).toMatchObject({
      type: 'trigger_log_entry',
      summary: '',
      event_details: { description: '' },
    });
    expect(entry.channel).toMatchObject({ summary: '', details: {} });
  });
});

describe('include[]', () => {
  it('channels: shows the event as it was sent', () => {
    const event = {
      event_action: 'trigger',
      client: 'Prometheus',
      payload: { summary: 'Disk full', custom_details: { free: 0, mounts: ['/'] } },
    };
    const sent = { type: 'trigger', summary: 'Disk full', channel: { type: 'api' } };
    const details = { dedupKey: 'disk/1', event };
    expect(shown({ ...sent, details }).channel).toEqual({ type: 'api' });
    expect(shown({ ...sent, details }, ['channels']).channel).toEqual({
      type: 'api',
      summary: 'Disk full',
      description: 'Disk full',
      details: { free: 0, mounts: ['/'] },
      incident_key: 'disk/1',
      client: 'Prometheus',
      client_url: null,
    });
  });

  it('channels: shows the details of any other entry, and all that was sent of its channel', () => {
    const sent = { channel: { type: 'chat', room: '#inc' }, details: { severity: 'info' } };
    expect(shown(sent, ['channels']).channel).toMatchObject({
      ...{ type: 'chat', room: '#inc', summary: 's' },
      ...{ details: { severity: 'info' }, incident_key: null },
    });
  });

  it('incidents: shows the incident itself', () => {
    expect(shown({}, ['incidents']).incident).toMatchObject({
      ...{ id: 'Q1', type: 'incident', title: 'Checkout is down', status: 'acknowledged', urgency: 'low' },
      ...{ created_at: '2026-03-01T09:30:05Z', last_status_change_at: '2026-03-01T09:31:05Z' },
      ...{ updated_at: '2026-03-01T09:31:05Z', resolved_at: null, service: { id: 'checkout' } },
    });
  });

  it('services and teams: shows their names', () => {
    const entry = shown({ teams: [{ id: 'sre', name: 'SRE' }] }, ['services', 'teams']);
    expect(entry.service).toMatchObject({ id: 'checkout', type: 'service', name: 'checkout' });
    expect(entry.teams).toMatchObject([{ id: 'sre', type: 'team', name: 'SRE' }]);
  });
});

it('writes times with the offset of their zone', () => {
  const inTokyo = { ...PLAIN, time: timesIn('Asia/Tokyo') };
  expect(logEntry(source({}), INCIDENT, inTokyo).created_at).toBe('2026-03-01T18:30:05+09:00');
});

it('keeps its shape for any JSON that can be sent', () => {
  const key = fc.constantFrom('agent', 'channel', 'service', 'teams', 'contexts', 'details', 'occurredAt');
  const type = fc.constantFrom('trigger', 'acknowledge', 'assign', 'notify', 'snooze', 'link', 'odd');
  const details = fc.dictionary(
    fc.constantFrom('assignees', 'user', 'notification', 'event', 'until', 'changeset', 'dedupKey'),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue()), type, details, (sent, of, told) => {
      const extra = { ...(sent as JsonObject), type: of, details: told as JsonObject };
      const entry = shown(extra, ['channels', 'incidents', 'services', 'teams']);
      expect(logEntrySchema.safeParse(JSON.parse(JSON.stringify(entry))).error).toBeUndefined();
    }),
  );
});
