import { LogUnavailable } from '../append-entry/entry-log.js';

// The only SQLSTATE classes that speak of the data (https://www.postgresql.org/docs/current/errcodes-appendix.html): data
// exceptions and exceeded limits. Everything else is no fault of the sender: a server that is gone or overloaded, and as
// much a database that was dropped, restored by half or not migrated yet, or a password that has changed.
const DATA_CLASSES = new Set(['22', '54']);

/**
 * An error that blames the data stays as it is, and its entry is refused for good. Any other becomes LogUnavailable,
 * whose entry is sent again: in doubt a fact is late rather than lost.
 */
export function asLogUnavailable(error: unknown): unknown {
  if (error instanceof LogUnavailable) return error;
  const code = (error as { code?: unknown } | null)?.code;
  const isSqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  if (isSqlState && DATA_CLASSES.has(code.slice(0, 2))) return error;
  return new LogUnavailable(error instanceof Error ? error.message : 'Postgres does not answer', {
    cause: error,
  });
}
