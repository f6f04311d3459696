import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from '@daybook/timeline-contracts';
import type { ConnectionError, FastifyInstance, FastifyReply } from 'fastify';
import { problem } from './problems.js';

const cut = new WeakSet<IncomingMessage>();

/** Node's own bound; see docs/reference/limits.md. */
const HEAD_BYTES = 16 * 1024;

/** What Node itself can't read: a head that is too large or no HTTP, a body whose sender has hung up. */
export class UnreadableRequests {
  readonly #underWay = new WeakMap<Socket, FastifyReply>();

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      this.#underWay.set(request.raw.socket, reply);
      done();
    });
    fastify.addHook('onResponse', (request, _reply, done) => {
      this.#underWay.delete(request.raw.socket);
      done();
    });
  }

  /** For Fastify's `clientErrorHandler`. */
  readonly answer = (error: ConnectionError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const reply = this.#underWay.get(socket);
    if (reply) {
      // Who sends no more may still read: the door tells what became of what has arrived.
      reply.raw.once('finish', () => socket.destroySoon());
      endBody(reply.request.raw);
      return;
    }
    const body = problemOf(error);
    const text = JSON.stringify(body);
    const head = [
      `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Connection: close',
    ];
    if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${text}`);
    socket.destroySoon();
  };
}

/** Whether the sender hung up before the end of this body. */
export function wasCut(body: IncomingMessage): boolean {
  return cut.has(body);
}

function endBody(body: IncomingMessage): void {
  if (body.complete || body.destroyed) return;
  cut.add(body);
  // Else Node would destroy the connection, over which the answer is still to go, along with the body.
  body.complete = true;
  body.push(null);
}

function problemOf({ code }: ConnectionError): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return problem(
      431,
      'head_too_large',
      `the path, query and headers together may have ${HEAD_BYTES} bytes`,
      { limit: HEAD_BYTES },
    );
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return problem(408, 'request_timeout', 'the request came too slowly');
  return problem(400, 'invalid_request', 'this is no HTTP request');
}
