import { LogUnavailable } from '../append-entry/entry-log.js';

// SQLSTATE classes that speak of the server, not of the data (https://www.postgresql.org/docs/current/errcodes-appendix.html):
// connection, transaction rollback, insufficient resources, operator intervention (shutdown, statement timeout), system and configuration errors.
const SERVER_CLASSES = new Set(['08', '25', '40', '53', '55', '57', '58', 'XX']);

/** An error of the connection or the server becomes LogUnavailable; one that blames the data stays as it is. */
export function asLogUnavailable(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  const isSqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  if (isSqlState && !SERVER_CLASSES.has(code.slice(0, 2))) return error;
  return new LogUnavailable(error instanceof Error ? error.message : 'Postgres does not answer', {
    cause: error,
  });
}
