import { ticksOf } from './ticks.js';

const texts = (since: string, until: string, zone = 'UTC') =>
  ticksOf({ since: Date.parse(since), until: Date.parse(until) }, 4, zone).map(({ text }) => text);

it.each([
  ['2026-03-01T12:00:00Z', '2026-03-01T14:00:00Z', 'UTC', ['12:00', '12:30', '13:00', '13:30', '14:00']],
  [
    '2026-03-01T12:00:00Z',
    '2026-03-01T12:00:20Z',
    'UTC',
    ['12:00', '12:00:05', '12:00:10', '12:00:15', '12:00:20'],
  ],
  ['2026-03-01T20:00:00Z', '2026-03-02T04:00:00Z', 'UTC', ['21:00', '2 Mar', '03:00']],
  [
    '2025-12-31T00:00:00Z',
    '2026-01-02T12:00:00Z',
    'UTC',
    ['31 Dec', '12:00', '2026', '12:00', '2 Jan', '12:00'],
  ],
])('rounds the times from %s to %s in %s', (since, until, zone, expected) => {
  expect(texts(since, until, zone)).toEqual(expected);
});

it('rounds the times of a zone that is off by less than an hour', () => {
  const [first] = ticksOf(
    { since: Date.parse('2026-03-01T12:10:00Z'), until: Date.parse('2026-03-01T14:00:00Z') },
    4,
    'Asia/Kathmandu',
  );
  expect(first).toEqual({ at: Date.parse('2026-03-01T12:15:00Z'), text: '18:00' });
});
