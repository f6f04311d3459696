/** Dates and times of one time zone, as people read them. */
export class WallClock {
  readonly #parts: Intl.DateTimeFormat;

  /** @throws Error for a zone that this system does not know */
  constructor(readonly zone: string = Intl.DateTimeFormat().resolvedOptions().timeZone) {
    try {
      this.#parts = new Intl.DateTimeFormat('en-GB', {
        ...{ timeZone: zone, hourCycle: 'h23', weekday: 'short' },
        ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
        ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
      });
    } catch (error) {
      throw new Error(`--zone must be an IANA time zone, e.g. Europe/Berlin, not ${zone}`, { cause: error });
    }
  }

  /** @returns e.g. `Tue 2017-01-31` and `18:00:00` */
  read(instant: number): { readonly day: string; readonly time: string } {
    const parts = Object.fromEntries(
      this.#parts.formatToParts(instant).map(({ type, value }) => [type, value]),
    );
    return {
      day: `${parts['weekday']} ${parts['year']}-${parts['month']}-${parts['day']}`,
      time: `${parts['hour']}:${parts['minute']}:${parts['second']}`,
    };
  }
}
