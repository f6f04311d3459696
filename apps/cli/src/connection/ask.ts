import { problemSchema } from '@daybook/timeline-contracts';

/** A server that hangs is told of, not waited for. */
const DEADLINE_MS = 30_000;

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
}

/** What a service answered that is no success. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The answer of a door as JSON; undefined for none.
 *
 * @throws Refused with what the service says, Error when it does not answer
 */
export async function ask(
  url: string,
  token: string,
  path: string,
  { method = 'GET', body }: Asked = {},
): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(DEADLINE_MS),
  }).catch((error: unknown) => {
    throw new Error(`${url} does not answer: ${reasonOf(error)}`);
  });
  const text = await response.text();
  const answer = parsed(text);
  if (response.ok) return answer;
  const problem = problemSchema.safeParse(answer);
  if (problem.success) throw new Refused(response.status, problem.data.code, problem.data.detail);
  throw new Refused(response.status, 'unknown', `${url} answers ${response.status}`);
}

/** Of an address with several hosts, all of which failed, Node tells only by the errors of each. */
export function reasonOf(error: unknown): string {
  const { cause, message, errors } = error as AggregateError;
  if (cause) return reasonOf(cause);
  return message || errors?.map(reasonOf).join(', ') || String(error);
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
