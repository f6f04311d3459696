import { clocksIn } from './time-zone.js';
import { hourOfWeekOf, mondayOf, spansOfHour } from './weeks.js';

const texts = (spans: readonly (readonly [number, number])[]) =>
  spans.map((span) => span.map((at) => new Date(at).toISOString().slice(0, 16)).join(' to '));
const span = (since: string, until: string) => [Date.parse(since), Date.parse(until)] as const;

it.each([
  ['2026-03-01', '2026-02-23'],
  ['2026-02-23', '2026-02-23'],
  ['2027-01-02', '2026-12-28'],
])('knows the Monday of the week of %s', (date, monday) => {
  expect(mondayOf(date)).toBe(monday);
});

it('tells the hour of the week of a local time', () => {
  expect(hourOfWeekOf('2026-03-02T09:30:00.000+01:00')).toBe('1T09');
  expect(hourOfWeekOf('2026-03-01T00:00:00.000Z')).toBe('7T00');
});

it.each([
  [
    ...['1T09', 'UTC', '2026-03-01', '2026-03-16'],
    ['2026-03-02T09:00 to 2026-03-02T10:00', '2026-03-09T09:00 to 2026-03-09T10:00'],
  ],
  [...['1T09', 'UTC', '2026-03-02T09:30Z', '2026-03-02T09:45Z'], ['2026-03-02T09:30 to 2026-03-02T09:45']],
  [...['1T00', 'Asia/Kolkata', '2026-03-01', '2026-03-03'], ['2026-03-01T18:30 to 2026-03-01T19:30']],
  [...['7T23', 'America/Los_Angeles', '2026-03-02', '2026-03-03'], ['2026-03-02T07:00 to 2026-03-02T08:00']],
  // Clocks are set forward, and back.
  [...['7T02', 'Europe/Berlin', '2026-03-29', '2026-03-30'], []],
  [...['7T02', 'Europe/Berlin', '2026-10-25', '2026-10-26'], ['2026-10-25T00:00 to 2026-10-25T02:00']],
  [...['7T01', 'Australia/Lord_Howe', '2026-04-04', '2026-04-06'], ['2026-04-04T14:00 to 2026-04-04T15:30']],
] as [string, string, string, string, string[]][])(
  'finds %s of %s between %s and %s',
  (hour, zone, since, until, spans) => {
    expect(texts(spansOfHour(hour, zone, span(since, until)))).toEqual(spans);
  },
);

it.each(['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe'])(
  'finds each quarter of an hour of a year in %s just once, in its hour',
  (zone) => {
    const [since, until] = span('2026-01-01', '2027-01-01');
    const clocks = clocksIn(zone);
    let quarters = 0;
    for (let weekday = 1; weekday <= 7; weekday += 1)
      for (let hour = 0; hour < 24; hour += 1) {
        const name = `${weekday}T${String(hour).padStart(2, '0')}`;
        for (const [from, to] of spansOfHour(name, zone, [since, until])) {
          quarters += (to - from) / 900_000;
          expect([from, to - 1].map((at) => hourOfWeekOf(clocks(at)))).toEqual([name, name]);
        }
      }
    expect(quarters).toBe((until - since) / 900_000);
  },
);
