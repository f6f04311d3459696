import { hourOfWeekOf, mondayOf } from './weeks.js';

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
