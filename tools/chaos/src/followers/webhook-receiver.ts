import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DELIVERY_HEADERS } from '@daybook/timeline-contracts';
import { Webhook } from 'standardwebhooks';
import { sha256 } from '../load/facts.js';
import type { Told, ToldEntry } from './told.js';

/** One delivery in so many is refused the first time that it comes. */
const REFUSED_ONE_IN = 64;

/** Somebody's receiver of a webhook: it checks signatures, and is not always well. */
export class WebhookReceiver {
  /** Set once the webhook is made. */
  secret = '';
  readonly #server: Server;
  readonly #refused = new Set<string>();

  constructor(private readonly told: Told) {
    this.#server = createServer((request, response) => {
      void this.#answerTo(request).then((status) => response.writeHead(status).end());
    });
  }

  /** @returns its address */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answerTo(request: IncomingMessage): Promise<number> {
    try {
      const body = await text(request);
      const header = (name: string): string => String(request.headers[name]);
      const id = header(DELIVERY_HEADERS.id);
      // Of its own time, since clocks jump.
      const at = new Date(Number(header(DELIVERY_HEADERS.timestamp)) * 1_000);
      if (new Webhook(this.secret).sign(id, at, body) !== header(DELIVERY_HEADERS.signature)) {
        this.told.faults.push(`the webhook's delivery ${id} is not signed as it should be`);
        return 400;
      }
      const isUnlucky = Number.parseInt(sha256(id).slice(0, 8), 16) % REFUSED_ONE_IN === 0;
      if (isUnlucky && !this.#refused.has(id)) {
        this.#refused.add(id);
        return 500;
      }
      this.told.take(JSON.parse(body) as ToldEntry);
      return 204;
    } catch {
      // A sender that was killed has not sent all of it.
      return 400;
    }
  }
}
