import { HttpProblem } from '@daybook/http-door';

const RETRY_AFTER_SECONDS = 1;

/** What a door answers while Postgres does not. */
export function logUnavailable(reason: string): HttpProblem {
  return new HttpProblem(503, 'log_unavailable', `the log can't be reached: ${reason}`, {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
