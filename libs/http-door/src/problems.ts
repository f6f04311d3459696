import type { Problem } from '@daybook/timeline-contracts';
import { type DomainError, type DomainErrorCode } from '@daybook/timeline-domain';

/** A refusal that a door makes itself: what it answers, without a stack to look for. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly extra: {
      readonly field?: string;
      readonly retryAfterSeconds?: number;
      readonly [key: string]: unknown;
    } = {},
  ) {
    super(message);
  }
}

const STATUS_OF: Record<DomainErrorCode, number> = {
  invalid_entry: 422,
  invalid_entry_id: 422,
  invalid_position: 400,
  time_in_future: 422,
  entry_too_large: 413,
  entry_redacted: 410,
  not_amendable: 422,
  redaction_not_allowed: 403,
};

const TITLES: Record<number, string> = {
  400: 'The request can’t be read',
  401: 'A token is needed',
  403: 'The token does not allow this',
  404: 'Not found',
  405: 'Not by this method',
  406: 'Not in such a form',
  408: 'Too slow',
  409: 'Conflict',
  410: 'Redacted',
  413: 'Too large',
  414: 'Path too long',
  415: 'Content type not understood',
  422: 'The content was refused',
  429: 'Too many requests',
  431: 'Head too large',
  500: 'Daybook failed',
  503: 'Not available now',
  504: 'Not there in time',
};

export function problemOf(error: HttpProblem | DomainError): Problem {
  const status = error instanceof HttpProblem ? error.status : STATUS_OF[error.code];
  const { retryAfterSeconds: _header, ...extra } =
    error instanceof HttpProblem ? error.extra : { field: error.field };
  return problem(status, error.code, error.message, extra);
}

export function problem(
  status: number,
  code: string,
  detail: string,
  extra: Record<string, unknown> = {},
): Problem {
  const known = Object.fromEntries(Object.entries(extra).filter(([, value]) => value !== undefined));
  return { type: 'about:blank', title: TITLES[status] ?? 'Request refused', status, detail, code, ...known };
}
