import type { JsonObject } from './content.js';
import { deriveEntryId } from './entry-id.js';
import { summarizeIncident, type LifecycleEntry } from './incident-summary.js';
import { timelineKey } from './timeline-order.js';

/** An entry `minute` minutes after 09:00; `ordinal` tells apart what happened at the same time. */
function entry(minute: number, type: string, fields: JsonObject = {}, ordinal = 0): LifecycleEntry {
  const key = timelineKey(at(minute), deriveEntryId(at(minute), ordinal, '0'.repeat(16)));
  return { key, sent: { type, summary: `${type} at ${minute}`, ...fields } };
}

function at(minute: number): number {
  return Date.UTC(2026, 2, 1, 9, minute);
}

const nothing = {
  status: 'unknown',
  title: null,
  severity: null,
  urgency: null,
  triggeredAt: null,
  acknowledgedAt: null,
  resolvedAt: null,
  reopenedCount: 0,
  mergedInto: null,
  responders: [],
  services: [],
  teams: [],
};

describe('the status of an incident', () => {
  test.each<[string, LifecycleEntry[], object]>([
    ['nothing happened', [], nothing],
    [
      'it triggered',
      [entry(0, 'trigger')],
      { status: 'triggered', triggeredAt: at(0), acknowledgedAt: null },
    ],
    [
      'it was acknowledged',
      [entry(0, 'trigger'), entry(5, 'acknowledge')],
      { status: 'acknowledged', triggeredAt: at(0), acknowledgedAt: at(5), resolvedAt: null },
    ],
    [
      'it was acknowledged and resolved',
      [entry(0, 'trigger'), entry(5, 'acknowledge'), entry(9, 'resolve')],
      { status: 'resolved', triggeredAt: at(0), acknowledgedAt: at(5), resolvedAt: at(9), reopenedCount: 0 },
    ],
    [
      'two people acknowledged: the first one counts',
      [entry(0, 'trigger'), entry(5, 'acknowledge'), entry(6, 'acknowledge')],
      { status: 'acknowledged', acknowledgedAt: at(5) },
    ],
    [
      'the acknowledgement was taken back',
      [entry(0, 'trigger'), entry(5, 'acknowledge'), entry(6, 'unacknowledge')],
      { status: 'triggered', acknowledgedAt: at(5) },
    ],
    [
      'it was merged: the last merge counts, the first end',
      [
        entry(0, 'trigger'),
        entry(5, 'merge', { details: { into: 'b' } }),
        entry(6, 'merge', { details: { into: 'c' } }),
      ],
      { status: 'resolved', resolvedAt: at(5), mergedInto: 'c' },
    ],
    [
      'it triggered again after it was merged',
      [entry(0, 'trigger'), entry(5, 'merge', { details: { into: 'b' } }), entry(6, 'trigger')],
      { status: 'resolved', resolvedAt: at(5), mergedInto: 'b', reopenedCount: 0 },
    ],
    [
      'it was reopened after it was merged',
      [entry(0, 'trigger'), entry(5, 'merge', { details: { into: 'b' } }), entry(6, 'reopen')],
      { status: 'triggered', resolvedAt: null, mergedInto: null, reopenedCount: 1 },
    ],
    [
      'a merge lost its content',
      [entry(0, 'trigger'), entry(5, 'merge')],
      { status: 'triggered', resolvedAt: null, mergedInto: null },
    ],
    [
      'an acknowledgement was taken back after the end',
      [entry(0, 'trigger'), entry(5, 'resolve'), entry(6, 'unacknowledge')],
      { status: 'resolved', resolvedAt: at(5) },
    ],
    [
      'it was cancelled',
      [entry(0, 'trigger'), entry(4, 'cancel')],
      { status: 'resolved', resolvedAt: at(4) },
    ],
    [
      'it was resolved and later closed: the time of the resolve stays',
      [entry(0, 'trigger'), entry(9, 'resolve'), entry(60, 'close')],
      { status: 'resolved', resolvedAt: at(9), reopenedCount: 0 },
    ],
    [
      'somebody acknowledged after the end: it stays resolved',
      [entry(0, 'trigger'), entry(9, 'resolve'), entry(10, 'acknowledge')],
      { status: 'resolved', resolvedAt: at(9), acknowledgedAt: null },
    ],
    [
      'it triggered again while open: that takes no acknowledgement back',
      [entry(0, 'trigger'), entry(5, 'acknowledge'), entry(6, 'trigger')],
      { status: 'acknowledged', triggeredAt: at(0), reopenedCount: 0 },
    ],
    [
      'it triggered again after the end: it is open again',
      [entry(0, 'trigger'), entry(5, 'resolve'), entry(8, 'trigger')],
      { status: 'triggered', triggeredAt: at(0), resolvedAt: null, reopenedCount: 1 },
    ],
    [
      'it was reopened twice and resolved for good',
      [
        entry(0, 'trigger'),
        entry(1, 'resolve'),
        entry(2, 'reopen'),
        entry(3, 'close'),
        entry(4, 'reopen'),
        entry(5, 'resolve'),
      ],
      { status: 'resolved', resolvedAt: at(5), reopenedCount: 2 },
    ],
    [
      'it was reopened while open: counted by no one',
      [entry(0, 'trigger'), entry(1, 'acknowledge'), entry(2, 'reopen')],
      { status: 'triggered', reopenedCount: 0 },
    ],
    [
      'only its end was reported',
      [entry(9, 'resolve')],
      { ...nothing, status: 'resolved', resolvedAt: at(9) },
    ],
    [
      'only its acknowledgement was reported',
      [entry(5, 'acknowledge')],
      { ...nothing, status: 'acknowledged', acknowledgedAt: at(5) },
    ],
    ['an acknowledgement that no one gave was taken back', [entry(5, 'unacknowledge')], nothing],
    ['it was only assigned', [entry(3, 'assign')], nothing],
  ])('%s', (_given, entries, summary) => {
    expect(summarizeIncident(entries)).toStrictEqual({ ...summarizeIncident(entries), ...summary });
  });

  test('entries that are no lifecycle entries change nothing, whatever they name', () => {
    const others = ['annotate', 'notify', 'status_update', 'deploy'].map((type, index) =>
      entry(index, type, { teams: ['sre'], service: 'api', agent: 'ada', details: { assignees: ['ada'] } }),
    );
    const nobody = { triggeredBy: null, acknowledgedBy: null, resolvedBy: null };
    expect(summarizeIncident(others)).toStrictEqual({ ...nothing, ...nobody });
    const incident = [entry(5, 'trigger'), entry(9, 'resolve')];
    expect(summarizeIncident([...incident, ...others])).toStrictEqual(summarizeIncident(incident));
  });
});

describe('late facts land in their true place', () => {
  test('an acknowledgement that arrives after the resolve', () => {
    const summary = summarizeIncident([entry(0, 'trigger'), entry(9, 'resolve'), entry(4, 'acknowledge')]);
    expect(summary).toMatchObject({ status: 'resolved', acknowledgedAt: at(4), resolvedAt: at(9) });
  });

  test('an earlier trigger gives the incident its title and its start', () => {
    const late = [
      entry(5, 'trigger', { summary: 'Checkout fails' }),
      entry(0, 'trigger', { summary: 'Disk full' }),
    ];
    expect(summarizeIncident(late)).toMatchObject({
      title: 'Disk full',
      triggeredAt: at(0),
      reopenedCount: 0,
    });
  });

  test('a resolve between two triggers, arriving last, makes the second a reopening', () => {
    const summary = summarizeIncident([entry(0, 'trigger'), entry(8, 'trigger'), entry(4, 'resolve')]);
    expect(summary).toMatchObject({ status: 'triggered', resolvedAt: null, reopenedCount: 1 });
  });

  test('at the same time the id decides', () => {
    const [resolve, trigger] = [entry(5, 'resolve', {}, 1), entry(5, 'trigger', {}, 2)];
    expect(summarizeIncident([trigger, resolve]).status).toBe('triggered');
    const [first, last] = [entry(5, 'trigger', {}, 1), entry(5, 'resolve', {}, 2)];
    expect(summarizeIncident([last, first]).status).toBe('resolved');
  });
});

describe('what an incident is about', () => {
  const triggered = (details: JsonObject, summary = 'Disk full') => entry(0, 'trigger', { summary, details });

  test('its title is that of the first trigger, else the summary of the first trigger', () => {
    expect(summarizeIncident([triggered({ title: 'DB down' }), entry(1, 'trigger')]).title).toBe('DB down');
    expect(summarizeIncident([triggered({}), entry(1, 'trigger', { details: { title: 'X' } })]).title).toBe(
      'Disk full',
    );
    expect(summarizeIncident([triggered({ title: '' })]).title).toBe('Disk full');
    expect(summarizeIncident([entry(0, 'acknowledge')]).title).toBeNull();
  });

  test('its severity and urgency are the last that were reported', () => {
    const start = triggered({ severity: 'warning', urgency: 'low' });
    expect(summarizeIncident([start])).toMatchObject({ severity: 'warning', urgency: 'low' });
    const changes = [
      start,
      entry(1, 'priority_change', { details: { severity: 'critical', priority: 'P1' } }),
      entry(2, 'urgency_change', { details: { urgency: 'high' } }),
    ];
    expect(summarizeIncident(changes)).toMatchObject({
      severity: 'critical',
      urgency: 'high',
      status: 'triggered',
    });
    expect(summarizeIncident([...changes, entry(3, 'trigger')])).toMatchObject({
      severity: 'critical',
      urgency: 'high',
    });
    const priority = entry(4, 'priority_change', { details: { priority: 'P2' } });
    expect(summarizeIncident([...changes, priority]).severity).toBe('P2');
    const empty = [entry(5, 'priority_change'), entry(6, 'urgency_change', { details: { urgency: 3 } })];
    expect(summarizeIncident([...changes, ...empty])).toMatchObject({
      severity: 'critical',
      urgency: 'high',
    });
  });

  test('its responders are who acknowledged, was assigned, escalated to or asked; each once, sorted', () => {
    const summary = summarizeIncident([
      entry(0, 'trigger', { agent: 'monitor' }),
      entry(1, 'acknowledge', { agent: { id: 'zoe', name: 'Zoe' } }),
      entry(2, 'assign', { agent: 'boss', details: { assignees: ['bob', { id: 'zoe' }, 7, ''] } }),
      entry(3, 'escalate', { details: { assignees: 'ada' } }),
      entry(4, 'responder_request', { details: { responders: [{ name: 'Eve' }] } }),
      entry(5, 'acknowledge'),
      entry(6, 'resolve', { agent: 'max' }),
    ]);
    expect(summary.responders).toStrictEqual(['Eve', 'ada', 'bob', 'zoe']);
  });

  test('its services and teams are all that were named; each once, sorted', () => {
    const summary = summarizeIncident([
      entry(0, 'trigger', { service: 'web', teams: ['sre', { id: 'dba' }] }),
      entry(1, 'acknowledge', { service: { id: 'api' }, teams: ['sre'] }),
      entry(2, 'resolve', { service: 'web', teams: [] }),
    ]);
    expect([summary.services, summary.teams]).toStrictEqual([
      ['api', 'web'],
      ['dba', 'sre'],
    ]);
  });
});
