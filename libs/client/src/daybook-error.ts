import type { Problem } from './types.js';

/** No answer came: no connection, a broken one, or none in time. */
export const UNREACHABLE = 'unreachable';
/** What answered is no Daybook, or not the service that was meant. */
const UNEXPECTED_ANSWER = 'unexpected_answer';

export interface ErrorFacts {
  readonly status?: number;
  readonly field?: string;
  readonly retryAfterMs?: number;
  readonly traceId?: string;
  readonly problem?: Problem;
  readonly cause?: unknown;
}

/**
 * What could not be done, and why. `code` is permanent and what programs branch on: that of the problem details, or
 * `unreachable`, `unexpected_answer`, or one of the client's own.
 */
export class DaybookError extends Error {
  override readonly name = 'DaybookError';
  /** Of the answer; undefined where none came. */
  readonly status: number | undefined;
  /** Path of the value that is wrong, e.g. `teams[1].name`. */
  readonly field: string | undefined;
  /** How long the service asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** By which the service's logs know the request: 32 hexadecimal digits. */
  readonly traceId: string | undefined;
  /** The whole answer, where it was a problem. */
  readonly problem: Problem | undefined;

  constructor(
    readonly code: string,
    message: string,
    { status, field, retryAfterMs, traceId, problem, cause }: ErrorFacts = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.field = field;
    this.retryAfterMs = retryAfterMs;
    this.traceId = traceId;
    this.problem = problem;
  }

  /** Whether the same call may succeed later. */
  get mayPass(): boolean {
    return this.code === UNREACHABLE || (this.status !== undefined && mayPass(this.status));
  }
}

/** @param body of an answer that was no success, parsed where it could be */
export function refusalOf(response: Response, body: unknown): DaybookError {
  const { status } = response;
  const facts = { status, ...factsOf(response) };
  if (!isProblem(body)) {
    const message = `answered ${status} without saying why: is this the address of Daybook's service?`;
    return new DaybookError(UNEXPECTED_ANSWER, message, facts);
  }
  const { code, detail, field } = body;
  return new DaybookError(code, detail, { ...facts, problem: body, ...(field !== undefined && { field }) });
}

/** The refusal of one item of an array. */
export function itemRefusal(problem: Problem, traceId: string | undefined): DaybookError {
  const { code, detail, field, status } = problem;
  return new DaybookError(code, detail, {
    ...{ status, problem },
    ...(field !== undefined && { field }),
    ...(traceId !== undefined && { traceId }),
  });
}

export function unexpected(response: Response, cause: unknown): DaybookError {
  const message = `answered ${response.status} with what is no JSON: is this the address of Daybook's service?`;
  return new DaybookError(UNEXPECTED_ANSWER, message, {
    status: response.status,
    ...factsOf(response),
    cause,
  });
}

export function traceIdOf(response: Response): string | undefined {
  return response.headers.get('traceparent')?.slice(3, 35);
}

/** Whether what was answered so may be answered otherwise later. */
export function mayPass(status: number): boolean {
  return status === 429 || status >= 500;
}

/** `Retry-After` in milliseconds, as seconds or as a date (RFC 9110, section 10.2.3). */
export function retryAfterMs({ headers }: Response): number | undefined {
  const sent = headers.get('retry-after');
  if (sent === null) return undefined;
  if (/^\d+$/.test(sent)) return Number(sent) * 1_000;
  const at = Date.parse(sent);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function factsOf(response: Response): ErrorFacts {
  const wait = retryAfterMs(response);
  const traceId = traceIdOf(response);
  return {
    ...(wait !== undefined && { retryAfterMs: wait }),
    ...(traceId !== undefined && { traceId }),
  };
}

function isProblem(body: unknown): body is Problem {
  const { code, detail } = (body ?? {}) as { code?: unknown; detail?: unknown };
  return typeof code === 'string' && typeof detail === 'string';
}
