import { parseSentEntry } from '@daybook/timeline-contracts';
import { compareEntryIds } from '@daybook/timeline-domain';
import { webhookEntry, webhookSchema } from './webhook-entry.js';

const ann = { id: 'PANN', type: 'user_reference', summary: 'Ann' };
const bob = { id: 'PBOB', type: 'user_reference', summary: 'Bob' };
const reference = { id: 'PINC', type: 'incident_reference', summary: 'Checkout is down' };
const incident = {
  ...{ id: 'PINC', type: 'incident', title: 'Checkout is down', urgency: 'high', status: 'triggered' },
  html_url: 'https://acme.pagerduty.example/incidents/PINC',
  service: { id: 'PSRV', type: 'service_reference', summary: 'Checkout' },
  teams: [{ id: 'PTEA', type: 'team_reference', summary: 'Payments' }],
  assignees: [bob],
  priority: { id: 'PPRI', type: 'priority_reference', summary: 'P1' },
  resolve_reason: null,
};
const make = (event_type: string, data: object = incident, change: object = {}) => {
  const [resource_type] = event_type.split('.');
  const event = {
    ...{ id: '01EVENT', event_type, resource_type, occurred_at: '2026-03-01T09:30:00.250Z', agent: ann },
    ...{ client: { name: 'PagerDuty' }, data, ...change },
  };
  return { event, entry: webhookEntry(webhookSchema.parse({ event }).event)! };
};

describe('the entry of a webhook', () => {
  it('tells what the event does, and keeps it whole', () => {
    const { event, entry } = make('incident.triggered');
    expect(entry).toStrictEqual({
      id: expect.stringMatching(/^019ca8bb-b6ba-7000-[89ab]/),
      ...{ incidentId: 'PINC', type: 'trigger', occurredAt: '2026-03-01T09:30:00.250Z' },
      summary: 'Checkout is down',
      agent: { id: 'PANN', name: 'Ann', type: 'user' },
      channel: { type: 'pagerduty' },
      service: { id: 'PSRV', name: 'Checkout', type: 'service' },
      teams: [{ id: 'PTEA', name: 'Payments', type: 'team' }],
      contexts: [{ type: 'link', href: incident.html_url, text: 'PagerDuty' }],
      details: { title: 'Checkout is down', urgency: 'high', severity: 'P1', event },
    });
    expect(parseSentEntry(entry)).toBe(entry);
  });

  it.each<[string, object, object]>([
    ['acknowledged', incident, { type: 'acknowledge', summary: 'Acknowledged' }],
    ['unacknowledged', incident, { type: 'unacknowledge' }],
    ['escalated', incident, { type: 'escalate', details: { assignees: [{ id: 'PBOB', name: 'Bob' }] } }],
    ['reassigned', incident, { type: 'assign', details: { assignees: [{ id: 'PBOB' }] } }],
    ['delegated', incident, { type: 'delegate' }],
    [
      'priority_updated',
      incident,
      { type: 'priority_change', summary: 'Priority updated', details: { priority: 'P1' } },
    ],
    [
      'resolved',
      { ...incident, resolve_reason: { type: 'merge_resolve_reason', incident: reference } },
      { type: 'resolve', details: { resolution: 'merge_resolve_reason' } },
    ],
    ['reopened', incident, { type: 'reopen' }],
    [
      'responder.added',
      { incident: reference, user: bob, message: 'Please help', state: 'pending' },
      { type: 'responder_request', summary: 'Please help', details: { responders: [{ id: 'PBOB' }] } },
    ],
    [
      'responder.added',
      { incident: reference, user: null, escalation_policy: { id: 'PESC', summary: 'All' }, message: '' },
      { summary: 'Responder added', details: { responders: [{ id: 'PESC', name: 'All' }] } },
    ],
    ['responder.replied', { incident: reference, user: bob, message: 'On it' }, { type: 'responder_reply' }],
    [
      'status_update_published',
      { incident: reference, id: 'PUPD', message: 'A fix is on its way', type: 'incident_status_update' },
      {
        ...{ type: 'status_update', summary: 'A fix is on its way' },
        details: { message: 'A fix is on its way' },
      },
    ],
    [
      'annotated',
      { incident: reference, id: 'PNOT', content: 'Looking at it', type: 'incident_note' },
      { type: 'annotate', summary: 'Looking at it', details: { note: 'Looking at it' } },
    ],
    ['custom_field_values.updated', { incident: reference }, { type: 'custom_field_value_change' }],
    [
      'conference_bridge.updated',
      { incident: reference },
      { type: 'conference_bridge_updated', summary: 'Conference bridge updated' },
    ],
    ['workflow.started', { incident: reference, id: 'PWOR' }, { type: 'workflow_started' }],
    ['role.assigned', { incident_role_assignments: [{ incident: reference }] }, { type: 'role_assigned' }],
    ['to_come.some_day', { incident: reference }, { type: 'to_come_some_day' }],
  ])('of incident.%s is one of its incident: %#', (event, data, expected) => {
    expect(make(`incident.${event}`, data).entry).toMatchObject({ incidentId: 'PINC', ...expected });
  });

  it.each<[string, object]>([
    ['service.updated', { id: 'PSRV', type: 'service', summary: 'Checkout' }],
    ['service.custom_field_values.updated', { service: { id: 'PSRV' }, type: 'service_field_values' }],
  ])('of %s is one of the service', (event_type, data) => {
    const { entry } = make(event_type, data, { agent: null });
    expect(entry).toMatchObject({ incidentId: 'service-PSRV', service: { id: 'PSRV' } });
    expect(entry).not.toHaveProperty('agent');
  });

  it('has an id of its own event and time, in the order in which things of one moment happen', () => {
    const id = (event_type: string, change: object = {}) => make(event_type, incident, change).entry['id'];
    expect(id('incident.triggered')).toBe(id('incident.triggered'));
    expect(id('incident.triggered', { id: '02EVENT' })).not.toBe(id('incident.triggered'));
    const types = ['triggered', 'acknowledged', 'resolved', 'workflow.completed'];
    const ids = types.map((type) => id(`incident.${type}`) as string);
    expect(ids).toStrictEqual([...ids].sort(compareEntryIds));
  });

  it('of an event about nothing is none', () => {
    expect(make('incident.to_come', {}).entry).toBeUndefined();
  });
});
