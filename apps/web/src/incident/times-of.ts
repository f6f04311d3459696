/** UTC milliseconds; an end that is undefined is open. */
interface Ends {
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** As the API is asked for a part of the time. */
export function timesOf({ since, until }: Ends): { since?: string; until?: string } {
  return {
    ...(since !== undefined && { since: new Date(since).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  };
}
