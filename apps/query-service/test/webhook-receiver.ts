import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: { readonly id: string; readonly incidentId: string; readonly summary: string };
}

/** Somebody's HTTP server that takes deliveries. */
export interface WebhookReceiver {
  readonly url: string;
  /** Everything that came, in its order, also what was not taken. */
  readonly came: Received[];
  /** What was answered with 2xx. */
  readonly taken: Received[];
  /** The status to answer with; undefined: none comes until `release`. */
  answer: (received: Received) => number | undefined;
  readonly headers: Record<string, string>;
  /** Answers 204 to all that wait. */
  release(): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<WebhookReceiver> {
  const waiting = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const received = { headers: request.headers, text, body: JSON.parse(text) as Received['body'] };
      receiver.came.push(received);
      const status = receiver.answer(received);
      if (status === undefined) {
        waiting.add(response);
        return;
      }
      if (status < 300) receiver.taken.push(received);
      response.writeHead(status, receiver.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    came: [],
    taken: [],
    answer: () => 204,
    headers: {},
    release() {
      for (const response of waiting) response.writeHead(204).end();
      waiting.clear();
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return receiver;
}
