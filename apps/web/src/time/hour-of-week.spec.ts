import { hourOfWeek, hourOfWeekText, isHourOfWeek } from './hour-of-week.js';

it('names and tells the hours of a week', () => {
  expect(hourOfWeek(0, 9)).toBe('1T09');
  expect(hourOfWeekText('1T09')).toBe('Mondays, 09:00 to 10:00');
  expect(hourOfWeekText(hourOfWeek(6, 23))).toBe('Sundays, 23:00 to 24:00');
});

it('knows what is none', () => {
  expect(['7T23', '8T00', '0T00', '1T24', '1T9', ''].map(isHourOfWeek)).toEqual([
    ...[true, false, false, false, false, false],
  ]);
});
