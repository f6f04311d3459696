import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AddressRefused, AllowedAddresses } from './allowed-addresses.js';

/** From looking the name up to the head of the answer. */
export const ANSWER_WITHIN_MS = 10_000;
/** What an answer says is of no use; so much of it is taken to keep the connection for the next delivery. */
const BODY_TAKEN_BYTES = 16 * 1024;
const KEPT_CONNECTIONS = { keepAlive: true, maxFreeSockets: 8 };

export type Outcome =
  | { readonly kind: 'taken' }
  /** 410: the receiver wants no more, ever. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string; readonly askedMs?: number };

/** Posts deliveries. Follows no redirect, so that where it leads needs no judging, and reads no answer but its head. */
@Injectable()
export class Receiver implements OnModuleDestroy {
  readonly #http = new http.Agent(KEPT_CONNECTIONS);
  readonly #https = new https.Agent(KEPT_CONNECTIONS);

  constructor(private readonly addresses: AllowedAddresses) {}

  /**
   * Never throws: whatever happens is an outcome.
   *
   * @param signal ends it before its time
   */
  async post(
    address: string,
    headers: Record<string, string>,
    body: string,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const url = new URL(address);
    if (!this.addresses.mayBeAsked(url)) return failed(new AddressRefused());
    const bytes = Buffer.from(body);
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(bytes.length), 'user-agent': 'Daybook' },
      lookup: this.addresses.lookupFor(url.protocol),
      agent: url.protocol === 'https:' ? this.#https : this.#http,
    };
    try {
      return outcomeOf(await send(url, options, bytes, signal));
    } catch (error) {
      return failed(error as Error);
    }
  }

  onModuleDestroy(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

class OutOfTime extends Error {}

class NoAnswer extends Error {
  override readonly name = 'closed without an answer';
}

function send(
  url: URL,
  options: RequestOptions,
  body: Buffer,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, options);
    // AbortSignal.any would leave something of each request with a signal that lives as long as its webhook (Node 20).
    const end = (): void => void request.destroy(new OutOfTime());
    const timer = setTimeout(end, ANSWER_WITHIN_MS);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    request.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      // Also what is no error to Node, such as a 101 that nobody asked for.
      reject(new NoAnswer());
    });
    let answered = false;
    request.once('response', (response) => {
      answered = true;
      let taken = 0;
      response.on('data', (chunk: Buffer) => {
        taken += chunk.length;
        if (taken > BODY_TAKEN_BYTES) response.destroy();
      });
      response.on('error', () => undefined);
      resolve(response);
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (answered) return;
      // The receiver closed a connection that was kept, at the moment it was used again.
      const unused = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      if (unused) resolve(send(url, { ...options, agent: false }, body, signal));
      else reject(error);
    });
    request.end(body);
  });
}

function outcomeOf({ statusCode: status = 0, headers }: IncomingMessage): Outcome {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status === 410) return { kind: 'gone' };
  const seconds = Number(headers['retry-after']);
  return {
    kind: 'failed',
    reason: `answered ${status}`,
    ...(seconds > 0 && { askedMs: seconds * 1_000 }),
  };
}

function failed(error: Error & { code?: string }): Outcome {
  if (error instanceof OutOfTime)
    return { kind: 'failed', reason: `no answer within ${ANSWER_WITHIN_MS / 1_000} s` };
  return { kind: 'failed', reason: error instanceof AddressRefused ? error.message : reasonOf(error) };
}

/** Messages of connections tell addresses; codes don't. */
function reasonOf({ code, name }: Error & { code?: string }): string {
  return `could not be asked: ${code ?? name}`;
}
