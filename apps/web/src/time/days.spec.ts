import { daysAfter, daysBetween, isDate, mondayOf, startOfDay } from './days.js';

it('counts days by the calendar', () => {
  expect(daysAfter('2026-02-27', 3)).toBe('2026-03-02');
  expect(daysAfter('2026-03-02', -3)).toBe('2026-02-27');
  expect(daysBetween('2026-02-27', '2026-03-02')).toBe(3);
});

it('knows the Monday of a week', () => {
  expect(['2026-02-23', '2026-03-01', '2026-03-02'].map(mondayOf)).toEqual([
    ...['2026-02-23', '2026-02-23', '2026-03-02'],
  ]);
});

it('knows what is no date', () => {
  expect(['2026-03-01', '2026-13-01', '2026-3-1', 'today'].map(isDate)).toEqual([true, false, false, false]);
});

it.each([
  ['UTC', '2026-03-29', '2026-03-29T00:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
  ['America/St_Johns', '2026-11-02', '2026-11-02T03:30:00.000Z'],
  ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z'],
  ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
  ['Atlantic/Azores', '2026-03-29', '2026-03-29T01:00:00.000Z'],
  ['Asia/Amman', '2021-10-29', '2021-10-28T21:00:00.000Z'],
  ['Pacific/Auckland', '2026-04-05', '2026-04-04T11:00:00.000Z'],
])('knows when a day begins in %s: %s', (zone, date, start) => {
  expect(new Date(startOfDay(date, zone)).toISOString()).toBe(start);
});
