import {
  arrayResultSchema,
  bulkLineSchema,
  bulkSummarySchema,
  NDJSON,
  problemSchema,
  queuedSchema,
  receiptSchema,
} from '@daybook/timeline-contracts';
import type { Fact } from './facts.js';
import type { Acknowledgement, Line } from './ledger.js';

/** What a door said of one fact. */
export type Answer =
  | { readonly acknowledgement: Acknowledgement; readonly told: Partial<Line> }
  /** To be sent again: nothing is known of it. */
  | { readonly again: true }
  | { readonly refusal: string };

/** A door that did not answer at all, or answered that it can't: everything is to be sent again. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';

  constructor(
    message: string,
    readonly status?: number,
    /** From Retry-After. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Sends facts through one door, once. Answers fact by fact, in their order. */
export type Door = (facts: readonly Fact[]) => Promise<readonly Answer[]>;

export interface HttpTarget {
  /** Of the replica that this client uses now. */
  url(): string;
  readonly token: string;
}

/** A client gives up on a request after so long and sends it again. */
const CLIENT_TIMEOUT_MS = 5_000;

/** PUT /v1/entries/{id}, for one fact at a time. */
export function putDoor(target: HttpTarget): Door {
  return async ([fact]) => {
    const { id, content } = fact!;
    return [readOne(await send(target, 'PUT', `/v1/entries/${id}`, JSON.stringify(content)))];
  };
}

/** POST of one fact without an id, which the door makes; the key makes a retry get the same. */
export function keyedDoor(target: HttpTarget): Door {
  return async ([fact]) => {
    const { content } = fact!;
    const key = `${content.details.writer}/${content.details.ordinal}`;
    const headers = { 'Idempotency-Key': key };
    return [readOne(await send(target, 'POST', '/v1/entries', JSON.stringify(content), headers))];
  };
}

/** POST of an array. */
export function arrayDoor(target: HttpTarget): Door {
  return async (facts) => {
    const { body } = await send(target, 'POST', '/v1/entries', JSON.stringify(facts.map(withId)));
    const { results } = arrayResultSchema.parse(JSON.parse(body));
    return results.map((result): Answer => {
      if ('receipt' in result) return { acknowledgement: 'recorded', told: {} };
      if ('queued' in result) {
        return { acknowledgement: 'queued', told: { receipt: result.queued.receipt } };
      }
      return notTaken(result.status, result.problem.detail);
    });
  };
}

/** POST of NDJSON, whose answer counts only with its summary. */
export function bulkDoor(target: HttpTarget): Door {
  return async (facts) => {
    const lines = facts.map((fact) => JSON.stringify(withId(fact))).join('\n');
    const { body } = await send(target, 'POST', '/v1/entries', lines, { 'Content-Type': NDJSON });
    const answers = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    if (!bulkSummarySchema.safeParse(answers.pop()).success) throw new NotTaken('the answer was cut off');
    return answers.map((answer): Answer => {
      const line = bulkLineSchema.parse(answer);
      if ('receipt' in line) return { acknowledgement: 'queued', told: { receipt: line.receipt } };
      if ('position' in line) return { acknowledgement: 'recorded', told: {} };
      return notTaken(line.status, line.problem.detail);
    });
  };
}

interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

async function send(
  { url, token }: HttpTarget,
  method: string,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<HttpAnswer> {
  let answer: HttpAnswer & { readonly retryAfter: string | null };
  try {
    const response = await fetch(url() + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(CLIENT_TIMEOUT_MS),
    });
    const retryAfter = response.headers.get('Retry-After');
    answer = { status: response.status, body: await response.text(), retryAfter };
  } catch (error) {
    const { cause, message } = error as Error;
    throw new NotTaken(cause instanceof Error ? cause.message : message);
  }
  const { status, retryAfter } = answer;
  if (status === 429 || status >= 500) {
    throw new NotTaken(
      `it answers ${status}`,
      status,
      retryAfter === null ? undefined : Number(retryAfter) * 1_000,
    );
  }
  return answer;
}

function readOne({ status, body }: HttpAnswer): Answer {
  if (status === 200 || status === 201) {
    return { acknowledgement: 'recorded', told: { id: receiptSchema.parse(JSON.parse(body)).id } };
  }
  if (status === 202) {
    const { id, receipt } = queuedSchema.parse(JSON.parse(body));
    return { acknowledgement: 'queued', told: { id, receipt } };
  }
  return notTaken(status, problemSchema.parse(JSON.parse(body)).detail);
}

function notTaken(status: number, detail: string): Answer {
  return status === 429 || status >= 500 ? { again: true } : { refusal: `${status} ${detail}` };
}

function withId({ id, content }: Fact) {
  return { id, ...content };
}
