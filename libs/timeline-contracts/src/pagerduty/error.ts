import { z } from 'zod';
import type { Problem } from '../http/problem.js';

/** An error as PagerDuty's REST API tells it, sent as application/json: clients drop what has another type. */
export const pagerDutyErrorSchema = z.object({
  error: z.object({
    message: z.string(),
    code: z.int().describe('PagerDuty’s number for it'),
    errors: z.array(z.string()).describe('what was wrong, naming the field'),
  }),
});

export type PagerDutyError = z.infer<typeof pagerDutyErrorSchema>;

interface Kind {
  readonly message: string;
  readonly code: number;
}

const INVALID_INPUT: Kind = { message: 'Invalid Input Provided', code: 2001 };
const INTERNAL: Kind = { message: 'Internal Error', code: 2000 };
const KINDS: Record<number, Kind> = {
  401: { message: 'Authentication failed', code: 2006 },
  403: { message: 'Access Denied', code: 2010 },
  404: { message: 'Not Found', code: 2100 },
  405: { message: 'Arguments Caused Error', code: 2002 },
  429: { message: 'Rate Limit Exceeded', code: 2020 },
};
const BY_CODE: Record<string, Kind> = { log_entry_not_found: { message: 'Log Entry Not Found', code: 5001 } };

/** A problem in PagerDuty's form. The status of the answer stays the problem's own. */
export function pagerDutyError({ status, code, detail }: Problem): PagerDutyError {
  const kind = BY_CODE[code] ?? KINDS[status] ?? (status >= 500 ? INTERNAL : INVALID_INPUT);
  return { error: { ...kind, errors: [detail] } };
}
