import { DaybookError } from '@daybook/client';
import { EXIT } from '../exit-codes.js';
import { plainLine } from '../terminal/plain-text.js';

/** Answers that say no to what was asked, and not to the asking. */
const NO = new Set([404, 409, 410, 422]);

export function exitCodeOf(error: unknown): number {
  const refused = error instanceof DaybookError && NO.has(error.status ?? 0);
  return refused ? EXIT.no : EXIT.failed;
}

/** A sentence for people: the field that is wrong, and by what the service's logs know a failure of its own. */
export function errorText(error: unknown): string {
  const { message } = error as Error;
  if (!(error instanceof DaybookError)) return message;
  const { field, status, code, traceId } = error;
  const named = field === undefined || message.includes(field) ? message : `${field}: ${message}`;
  const trace = traceId !== undefined && (status ?? 0) >= 500 ? `, trace ${traceId}` : '';
  const advice = status === 401 || status === 403 ? ' (`daybook doctor` looks at the token)' : '';
  return `${plainLine(named)} [${code}${trace}]${advice}`;
}

/** What stands behind a failed request: of an address with several hosts, Node tells only by the errors of each. */
export function reasonOf(error: unknown): string {
  const { cause, message, errors } = error as AggregateError;
  if (cause) return reasonOf(cause);
  return message || errors?.map(reasonOf).join(', ') || String(error);
}
