import type { Incident } from '@daybook/client';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { incidentHead } from './incident-head.js';
import { incidentsTable } from './list-incidents.js';

const colours = pc.createColors(false);
const now = Date.parse('2026-03-01T12:00:00Z');
const incident: Incident = {
  ...{
    id: 'checkout-1',
    status: 'resolved',
    title: 'Checkout is down: 決済障害\u001b[2J',
    severity: 'critical',
  },
  ...{ urgency: null, triggeredAt: '2026-03-01T09:00:00.000Z', acknowledgedAt: '2026-03-01T09:04:30.000Z' },
  ...{ resolvedAt: '2026-03-01T11:00:00.000Z', timeToAcknowledgeMs: 270_000, timeToResolveMs: 7_200_000 },
  ...{ evidence: { triggered: null, acknowledged: null, resolved: null }, reopenedCount: 1 },
  ...{ responders: ['ann'], services: ['checkout', 'payments'], teams: [], entryCount: 7 },
  ...{ firstActivityAt: '2026-03-01T09:00:00.000Z', lastActivityAt: '2026-03-01T11:59:00.000Z' },
};

it('an incident is told in a few lines', () =>
  expect(incidentHead(incident, { width: 120, colours })).toBe(
    'checkout-1  Checkout is down: 決済障害␛[2J\n' +
      'resolved · critical · 7 entries · acknowledged after 4m 30s · resolved after 2h · reopened 1×\n' +
      'services checkout, payments\nresponders ann\n\n',
  ));

it('incidents are told in a line each, cut to the width', () => {
  const open: Incident = { ...incident, id: 'x', status: 'triggered', title: null, entryCount: 1 };
  const text = incidentsTable([incident, open], { width: 80, colours }, now);
  expect(text).toBe(`STATUS     INCIDENT    ENTRIES  ACTIVE  OPEN FOR  TITLE
resolved   checkout-1        7  1m ago        2h  Checkout is down: 決済障害␛[2J
triggered  x                 1  1m ago        3h
`);
  const narrow = incidentsTable([incident], { width: 40, colours }, now).split('\n');
  expect(Math.max(...narrow.map((line) => stringWidth(line)))).toBeLessThanOrEqual(40);
});
