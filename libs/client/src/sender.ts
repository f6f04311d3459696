import { pause, pauseMs, type BackOff } from './back-off.js';
import { DaybookError, mayPass, retryAfterMs, UNREACHABLE } from './daybook-error.js';

/** A token, or what gives one: asked before every request, so that it can be renewed. */
export type TokenSource = string | (() => string | Promise<string>);

export interface SenderSettings {
  readonly token: TokenSource;
  readonly fetch: typeof globalThis.fetch;
  /** How long one attempt may take, in milliseconds. */
  readonly deadlineMs: number;
  /** For how long a call is tried again, in milliseconds. */
  readonly patienceMs: number;
}

export interface Manner {
  /** It may be sent again though the first may have arrived. */
  readonly repeatable: boolean;
  /** The body is handed on as it comes, and has no deadline. */
  readonly streamed: boolean;
  /** Beside the time that the service was asked to wait for something. */
  readonly deadlineMs?: number;
  readonly patienceMs?: number;
}

export type Send = (request: Request) => Promise<Response>;

const BACK_OFF: BackOff = { firstMs: 200, mostMs: 10_000 };
const BODILESS = new Set([204, 205, 304]);
/**
 * Node (20.20.2) holds a request weakly: once it is collected, its signal no longer ends what is still read
 * of its answer. So a body that is handed on as it comes keeps its request.
 */
const requests = new WeakMap<ReadableStream, Request>();

/**
 * Sends requests with a token and a W3C trace context, and again where that may help: after no answer, 429 and 5xx, not
 * before the time that the service asks for, until patience is over. What is not repeatable is sent again only
 * where it was refused for being too much.
 */
export class Sender {
  constructor(private readonly settings: SenderSettings) {}

  /** @throws DaybookError `unreachable`; the signal's reason */
  in(manner: Manner): Send {
    return (request) => this.#send(request, manner);
  }

  async #send(request: Request, manner: Manner): Promise<Response> {
    const { patienceMs = this.settings.patienceMs, repeatable } = manner;
    const end = Date.now() + patienceMs;
    const body = request.body === null ? undefined : await request.text();
    const traceId = hex(16);
    let renewed = false;
    for (let failures = 1; ; failures += 1) {
      const answer = await this.#attempt(request, body, traceId, manner).catch((error: unknown) => {
        if (request.signal.aborted) throw request.signal.reason;
        return unreachable(request, traceId, error);
      });
      if (answer instanceof DaybookError) {
        const waitMs = pauseMs(BACK_OFF, failures);
        if (!repeatable || Date.now() + waitMs > end) throw answer;
        await pause(waitMs, request.signal);
        continue;
      }
      if (answer.status === 401 && !renewed && typeof this.settings.token === 'function') {
        renewed = true;
        continue;
      }
      const again = mayPass(answer.status) && (repeatable || answer.status === 429);
      const waitMs = pauseMs(BACK_OFF, failures, retryAfterMs(answer));
      if (!again || Date.now() + waitMs > end) return answer;
      await pause(waitMs, request.signal);
    }
  }

  async #attempt(
    request: Request,
    body: string | undefined,
    traceId: string,
    { streamed, deadlineMs = this.settings.deadlineMs }: Manner,
  ): Promise<Response> {
    const { token, fetch } = this.settings;
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${typeof token === 'function' ? await token() : token}`);
    const traceparent = `00-${traceId}-${hex(8)}-01`;
    headers.set('traceparent', traceparent);
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new Error(`no answer within ${deadlineMs} ms`)),
      deadlineMs,
    );
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers,
        ...(body !== undefined && { body }),
        signal: AbortSignal.any([request.signal, deadline.signal]),
      });
      const read = streamed && response.ok ? response.body : await response.text();
      if (read instanceof ReadableStream) requests.set(read, request);
      const { status, statusText } = response;
      const told = new Headers(response.headers);
      told.set('traceparent', traceparent);
      return new Response(BODILESS.has(status) ? null : read, { status, statusText, headers: told });
    } finally {
      clearTimeout(timer);
    }
  }
}

function unreachable({ url }: Request, traceId: string, cause: unknown): DaybookError {
  const why = cause instanceof Error ? reasonOf(cause) : String(cause);
  return new DaybookError(UNREACHABLE, `${new URL(url).origin} can't be reached: ${why}`, { traceId, cause });
}

/** fetch says no more than that it failed; what it was stands behind. */
function reasonOf(error: Error): string {
  if (!(error.cause instanceof Error)) return error.message;
  return error.cause.message || String((error.cause as { code?: unknown }).code ?? error.message);
}

function hex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
