import { clocksIn, exactTimesIn, startOfDay, timesIn } from './time-zone.js';

const AT = Date.UTC(2026, 6, 1, 23, 59, 59, 999);

it.each([
  ['UTC', '2026-07-01T23:59:59Z'],
  ['Etc/UTC', '2026-07-01T23:59:59Z'],
  ['Asia/Tokyo', '2026-07-02T08:59:59+09:00'],
  ['asia/tokyo', '2026-07-02T08:59:59+09:00'],
  ['America/New_York', '2026-07-01T19:59:59-04:00'],
  ['Asia/Kolkata', '2026-07-02T05:29:59+05:30'],
  ['Africa/Abidjan', '2026-07-01T23:59:59+00:00'],
])('writes an instant in %s', (zone, text) => {
  expect(timesIn(zone)(AT)).toBe(text);
  expect(Date.parse(timesIn(zone)(AT))).toBe(AT - 999);
});

it('writes milliseconds where they count', () => {
  expect(exactTimesIn('Asia/Kolkata')(AT)).toBe('2026-07-02T05:29:59.999+05:30');
  expect(exactTimesIn('UTC')(AT)).toBe('2026-07-01T23:59:59.999Z');
});

it('follows the clock changes of a zone', () => {
  const berlin = timesIn('Europe/Berlin');
  expect(berlin(Date.UTC(2026, 2, 29, 0, 59, 59))).toBe('2026-03-29T01:59:59+01:00');
  expect(berlin(Date.UTC(2026, 2, 29, 1, 0, 0))).toBe('2026-03-29T03:00:00+02:00');
});

it.each(['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Asuncion'])(
  'knows what the clocks of %s show at any time of a year',
  (zone) => {
    const [clocks, exact] = [clocksIn(zone), exactTimesIn(zone)];
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 3_599_999)
      expect(exact(at).startsWith(clocks(at))).toBe(true);
  },
);

it.each(['Mars/Olympus', '', 'Tokyo'])('knows no zone %j', (zone) => {
  expect(() => timesIn(zone)).toThrow(RangeError);
});

it.each([
  ['UTC', [2026, 3, 29], '2026-03-29T00:00:00.000Z'],
  ['Europe/Berlin', [2026, 3, 29], '2026-03-28T23:00:00.000Z'],
  ['Europe/Berlin', [2026, 3, 30], '2026-03-29T22:00:00.000Z'],
  ['Asia/Tokyo', [2026, 1, 32], '2026-01-31T15:00:00.000Z'],
  ['America/St_Johns', [2026, 11, 1], '2026-11-01T02:30:00.000Z'],
  ['America/St_Johns', [2026, 11, 2], '2026-11-02T03:30:00.000Z'],
  ['Pacific/Kiritimati', [2026, 6, 1], '2026-05-31T10:00:00.000Z'],
  // Clocks jump at midnight.
  ['America/Havana', [2026, 3, 8], '2026-03-08T05:00:00.000Z'],
  // Midnight comes twice.
  ['Asia/Amman', [2021, 10, 29], '2021-10-28T21:00:00.000Z'],
  // Clocks are put back later that day.
  ['Pacific/Auckland', [2026, 4, 5], '2026-04-04T11:00:00.000Z'],
] as const)('knows when a day begins in %s: %j', (zone, [year, month, day], start) => {
  expect(new Date(startOfDay(year, month, day, zone)).toISOString()).toBe(start);
});

it('begins each day with that day, in every zone', () => {
  const wrong = Intl.supportedValuesOf('timeZone').flatMap((zone) => {
    const clocks = clocksIn(zone);
    const days = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)));
    const ahead = (at: number) => Date.parse(`${clocks(at)}Z`) - at;
    // Looked at are days around which clocks change: the others have nothing of their own.
    const odd = days.filter((day) => ahead(+day - 86_400_000) !== ahead(+day + 86_400_000));
    const lost = odd.filter((day) => {
      const date = day.toISOString().slice(0, 10);
      const start = startOfDay(2026, day.getUTCMonth() + 1, day.getUTCDate(), zone);
      return !clocks(start).startsWith(date) || clocks(start - 1) >= date;
    });
    return lost.map((day) => `${zone} ${day.toISOString()}`);
  });
  expect(wrong).toStrictEqual([]);
});
