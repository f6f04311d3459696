import type { Incident } from '@daybook/client';
import { bracketOf, phasesOf, type Phase } from './phases.js';

const incident = (timeToAcknowledgeMs: number | null, timeToResolveMs: number | null) =>
  ({ triggeredAt: '1970-01-01T00:00:00.000Z', timeToAcknowledgeMs, timeToResolveMs }) as Incident;

it('tells what an incident took from its first trigger on', () => {
  expect(phasesOf(incident(240_000, 90_000_000))).toEqual([
    { name: 'acknowledged', since: 0, until: 240_000, text: 'acknowledged after 4 min' },
    { name: 'resolved', since: 0, until: 90_000_000, text: 'resolved after 1 d 1 h' },
  ]);
});

it('tells nothing that is not known, or can’t be', () => {
  expect(phasesOf(incident(null, -5))).toEqual([]);
  expect(phasesOf({ ...incident(1, 1), triggeredAt: null })).toEqual([]);
});

const phase = (since: number, until: number): Phase => ({
  name: 'resolved',
  since,
  until,
  text: 'ten chars.',
});
const x = (instant: number) => instant;

it.each([
  ['in the middle, where it has room', 100, 300, { from: 100, to: 300, textAt: 200, anchor: 'middle' }],
  ['behind a short one', 100, 110, { textAt: 116, anchor: 'start' }],
  ['before a short one at the end', 480, 495, { textAt: 474, anchor: 'end' }],
])('writes %s', (_, since, until, bracket) => {
  expect(bracketOf(phase(since, until), x, 500)).toMatchObject({ begins: true, ends: true, ...bracket });
});

it('cuts off what is not in sight', () => {
  expect(bracketOf(phase(-50, 900), x, 500)).toMatchObject({ from: 0, to: 500, begins: false, ends: false });
  expect(bracketOf(phase(-50, -10), x, 500)).toBeUndefined();
  expect(bracketOf(phase(600, 700), x, 500)).toBeUndefined();
});
