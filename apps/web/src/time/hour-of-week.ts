export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** As the API names it: `1T09` for Mondays from 9 to 10. @param weekday from 0, Monday */
export function hourOfWeek(weekday: number, hour: number): string {
  return `${weekday + 1}T${String(hour).padStart(2, '0')}`;
}

export function isHourOfWeek(text: string): boolean {
  return /^[1-7]T([01]\d|2[0-3])$/.test(text);
}

/** `Mondays, 09:00 to 10:00` */
export function hourOfWeekText(name: string): string {
  const hour = Number(name.slice(2));
  const clock = (at: number) => `${String(at).padStart(2, '0')}:00`;
  return `${weekdays[Number(name[0]) - 1]}s, ${clock(hour)} to ${clock(hour + 1)}`;
}
