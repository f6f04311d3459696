import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (response: ServerResponse, asked: Asked) => void;

export interface FailingService {
  readonly url: string;
  /** What it was asked, in order. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** A service that fails as told, which a real one can't be made to: it answers in turn, and then as it did last. */
export async function failingService(...answers: readonly Answer[]): Promise<FailingService> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      const answer = answers[Math.min(asked.length, answers.length - 1)]!;
      asked.push({ method, path, headers, body });
      answer(response, asked.at(-1)!);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** As RFC 9457 has it. */
export function problem(
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
): Answer {
  const body = { type: `/problems/${code}`, title: code, status, detail: `it is ${code}`, code, ...more };
  return json(status, body, { 'content-type': 'application/problem+json', ...headers });
}

/** The connection breaks before any answer. */
export const broken: Answer = (response) => response.destroy();

/** The answer begins and does not end. */
export const cutShort: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id":', () => response.destroy());
};

/** Server-sent events, and then the end of the stream. */
export function events(
  ...all: readonly { readonly event: string; readonly id: string; readonly data: object }[]
): Answer {
  const lines = all.map(
    ({ event, id, data }) => `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`,
  );
  return (response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`retry: 1\n\n${lines.join('')}`);
}
