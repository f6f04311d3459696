/** How the instants of one time zone are told. Made once for a zone: that costs more than all that it tells. */
export interface ClockTimes {
  /** `14:05:09` */
  time(instant: number): string;
  /** `Tuesday, 31 January 2017` */
  day(instant: number): string;
  /** Tells days apart: `2017-01-31` */
  dayKey(instant: number): string;
  /** `31 Jan 2017, 14:05` */
  short(instant: number): string;
  /** `31 Jan 2017, 14:05 – 16:30`; ends with a date of its own on another day, not at all in the same minute. */
  span(since: number, until: number): string;
  /** `31 Jan 2017, 14:05:09 GMT+1` */
  full(instant: number): string;
}

export function clockTimes(zone: string): ClockTimes {
  const format = (options: Intl.DateTimeFormatOptions, locale = 'en-GB') =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const date = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const time = format({ ...clock, second: '2-digit' });
  const day = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const dayKey = format({ day: '2-digit', month: '2-digit', year: 'numeric' }, 'en-CA');
  const short = format({ ...date, ...clock });
  const minutes = format(clock);
  const full = format({ ...date, ...clock, second: '2-digit', timeZoneName: 'short' });
  return {
    time: (instant) => time.format(instant),
    day: (instant) => day.format(instant),
    dayKey: (instant) => dayKey.format(instant),
    short: (instant) => short.format(instant),
    span: (since, until) => {
      if (short.format(since) === short.format(until)) return short.format(since);
      const sameDay = dayKey.format(since) === dayKey.format(until);
      return `${short.format(since)} – ${(sameDay ? minutes : short).format(until)}`;
    },
    full: (instant) => full.format(instant),
  };
}

/** Whether this browser knows such a time zone. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return name !== '';
  } catch {
    return false;
  }
}
