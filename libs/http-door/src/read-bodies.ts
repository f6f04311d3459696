import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { MIMEType } from 'node:util';
import { createGunzip } from 'node:zlib';
import { parseJson } from '@daybook/exact-json';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from './access.js';
import { HttpProblem } from './problems.js';
import { wasCut } from './unreadable-requests.js';

/**
 * Bodies are JSON or NDJSON, in UTF-8, and may come as `Content-Encoding: gzip`; limits count what comes out. JSON is
 * read without changing a fact; NDJSON, of any size, is handed to the door as a stream.
 */
export function readBodies(fastify: FastifyInstance): void {
  // Before the body's reader is chosen.
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { jsonByAnyName, bytes } = accessTo(request);
    if (jsonByAnyName || bytes) request.headers['content-type'] = 'application/json';
    done();
  });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const refusal = refuseCharset(request) ?? refuseEncoding(request);
    if (refusal) return done(refusal);
    if (encodingOf(request) === 'identity') return done(null, payload);
    delete request.headers['content-length'];
    const unzipped = createGunzip();
    payload.on('error', (error) => unzipped.destroy(error));
    unzipped.on('error', (error: Error & { statusCode?: number }) => (error.statusCode = 400));
    done(null, payload.pipe(unzipped));
  });
  fastify.decorateRequest('bodyBytes', 0);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      (request as FastifyRequest & { bodyBytes: number }).bodyBytes = body.length;
      const { jsonByAnyName, bytes } = accessTo(request);
      done(null, bytes ? body : parseJson(body, jsonByAnyName));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  fastify.addContentTypeParser('application/x-ndjson', (request, body, done) =>
    done(null, Readable.from(untilCut(body, request.raw), { objectMode: false })),
  );
}

/** @throws Error behind what has arrived, when the sender hung up before the end */
async function* untilCut(body: AsyncIterable<Buffer>, message: IncomingMessage): AsyncGenerator<Buffer> {
  yield* body;
  if (wasCut(message)) throw new HttpProblem(400, 'body_cut', 'the body has ended before its end');
}

/** How long the JSON body of a request was, in bytes, unzipped. */
export function bodyBytes(request: FastifyRequest): number {
  return (request as FastifyRequest & { bodyBytes: number }).bodyBytes;
}

function accessTo({ routeOptions }: FastifyRequest): Access {
  return (routeOptions.config as { access?: Access }).access ?? {};
}

function encodingOf(request: FastifyRequest): string {
  return request.headers['content-encoding']?.toLowerCase() ?? 'identity';
}

function refuseEncoding(request: FastifyRequest): HttpProblem | undefined {
  const encoding = encodingOf(request);
  if (encoding === 'identity' || encoding === 'gzip') return undefined;
  return new HttpProblem(415, 'unsupported_encoding', `Content-Encoding ${encoding} is not gzip`, {
    field: 'Content-Encoding',
  });
}

/** JSON is UTF-8 (RFC 8259, section 8.1): text that says it is something else would be read wrongly. */
function refuseCharset(request: FastifyRequest): HttpProblem | undefined {
  const charset = charsetOf(request.headers['content-type']);
  if (charset === undefined || /^utf-?8$/i.test(charset)) return undefined;
  return new HttpProblem(415, 'unsupported_media_type', `the charset ${charset} is not utf-8`, {
    field: 'Content-Type',
  });
}

function charsetOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined) return undefined;
  try {
    return new MIMEType(contentType).params.get('charset') ?? undefined;
  } catch {
    // What is no media type at all finds no reader, which is a refusal of its own.
    return undefined;
  }
}
