import { EventSourceParserStream } from 'eventsource-parser/stream';
import { pause, pauseMs, type BackOff } from './back-off.js';
import { DaybookError, UNREACHABLE } from './daybook-error.js';
import type { Entry } from './types.js';

/** What a stream tells. `position` is where to go on from: hand it to another stream or to the changes as `after`. */
export type StreamEvent =
  | { readonly kind: 'entry'; readonly position: string; readonly entry: Entry }
  | {
      readonly kind: 'watermark';
      readonly position: string;
      /** Everything up to here that the stream shows has been told. */
      readonly watermark: string;
      /** How far the reading side is behind, in milliseconds. */
      readonly lagMs: number;
    };

export interface FollowOptions {
  readonly signal?: AbortSignal;
  /** Told whenever the connection is lost or refused for now; it is made again by itself after `pauseMs`. */
  readonly onInterruption?: (error: DaybookError, pauseMs: number) => void;
}

/** A watermark comes every 15 s, so a connection that is silent for so long is lost. */
const SILENCE_MS = 40_000;
/** Until the service says another. */
const RETRY_MS = 2_000;
const MOST_MS = 30_000;

/** @param open a stream behind this position */
export type OpenStream = (after: string | undefined, signal: AbortSignal) => Promise<Response>;

/**
 * Follows a stream of server-sent events over whatever interrupts it, each event once and in order. Ends when the
 * signal is aborted, with its reason, or when one stops iterating.
 *
 * @throws DaybookError for a refusal that waiting does not change, e.g. `other_log` or `unauthorized`
 */
export async function* follow(
  open: OpenStream,
  after: string | undefined,
  { signal, onInterruption }: FollowOptions,
): AsyncGenerator<StreamEvent> {
  let last = after;
  let backOff: BackOff = { firstMs: RETRY_MS, mostMs: MOST_MS };
  for (let failures = 0; ;) {
    let lost: DaybookError;
    const connection = new AbortController();
    const ended = signal ? AbortSignal.any([signal, connection.signal]) : connection.signal;
    try {
      const response = await open(last, ended);
      const tellRetry = (ms: number) => (backOff = { firstMs: ms, mostMs: Math.max(ms, MOST_MS) });
      for await (const event of eventsOf(response.body!, connection, tellRetry)) {
        failures = 0;
        last = event.position;
        yield event;
      }
      lost = new DaybookError(UNREACHABLE, 'the stream has ended');
    } catch (error) {
      signal?.throwIfAborted();
      lost = asInterruption(error);
    } finally {
      connection.abort();
    }
    failures += 1;
    const waitMs = pauseMs(backOff, failures, lost.retryAfterMs);
    onInterruption?.(lost, waitMs);
    await pause(waitMs, signal);
  }
}

/** @throws the error, unless it may pass */
export function asInterruption(error: unknown): DaybookError {
  if (error instanceof DaybookError) {
    if (!error.mayPass) throw error;
    return error;
  }
  // How the body of an answer breaks off differs from platform to platform; what programs throw is no such error.
  if (error instanceof TypeError || (error as Error).name === 'AbortError' || error instanceof Silence) {
    return new DaybookError(UNREACHABLE, `the connection broke: ${(error as Error).message}`, {
      cause: error,
    });
  }
  throw error;
}

class Silence extends Error {}

async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  connection: AbortController,
  tellRetry: (ms: number) => void,
): AsyncGenerator<StreamEvent> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
    .pipeThrough(new EventSourceParserStream({ onRetry: tellRetry }))
    .getReader();
  try {
    for (;;) {
      const silence = setTimeout(
        () => connection.abort(new Silence(`nothing came for ${SILENCE_MS} ms`)),
        SILENCE_MS,
      );
      const { done, value } = await reader.read().finally(() => clearTimeout(silence));
      if (done) return;
      const event = value.id === undefined ? undefined : read(value.event, value.id, value.data);
      if (event) yield event;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** Undefined for a kind of event that this version does not know. */
function read(kind: string | undefined, position: string, data: string): StreamEvent | undefined {
  if (kind === 'entry') return { kind, position, entry: JSON.parse(data) as Entry };
  if (kind !== 'watermark') return undefined;
  return { kind, position, ...(JSON.parse(data) as { watermark: string; lagMs: number }) };
}
