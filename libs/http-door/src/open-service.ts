import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { type Type } from '@nestjs/common';
import {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import { MODE_HEADER } from '@daybook/timeline-contracts';
import { parseJson } from '@daybook/exact-json';
import { drainInTime } from './drain.js';
import { Readiness } from './health.controller.js';
import { NestLogger } from './nest-logger.js';
import { HttpProblem } from './problems.js';
import { problemFor, ProblemFilter, sendProblem } from './problem.filter.js';
import { RequestSchemaPipe } from './request-schema.pipe.js';
import { traceIdOf, traceparentOf } from './trace.js';

export interface ServiceOptions {
  readonly title: string;
  readonly description: string;
  readonly logger: Logger;
  /** Largest request body in bytes. */
  readonly bodyLimit: number;
}

/** Builds a service around its module: the same doors, errors, logs and OpenAPI page in each. Does not listen yet. */
export async function openService(
  module: Type | object,
  options: ServiceOptions,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: options.logger,
    bodyLimit: options.bodyLimit,
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => traceparentOf(request.headers['traceparent']),
    // Fastify's own two lines a request are too many: ours is in logRequests.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceparent' }),
    routerOptions: { maxParamLength: 1_000 },
    // What Fastify refuses before any route is found, such as a path with a broken escape.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply, problemFor(error)),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, adapter, {
    bodyParser: false,
    logger: new NestLogger(options.logger),
  });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  drainInTime(fastify);
  unzipBodies(fastify);
  readJsonExactly(fastify);
  logRequests(fastify);
  tellMode(fastify, app.get(Readiness));
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(new RequestSchemaPipe());
  app.enableShutdownHooks();
  describeApi(app, options);
  return app;
}

function readJsonExactly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(body));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  // Of any size: the handler gets the stream and reads it line by line.
  fastify.addContentTypeParser('application/x-ndjson', (_request, body, done) => done(null, body));
}

/** Bodies may come as `Content-Encoding: gzip`; limits count what comes out. */
function unzipBodies(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
    if (encoding === 'identity') return done(null, payload);
    if (encoding !== 'gzip') {
      return done(new HttpProblem(415, 'unsupported_encoding', `Content-Encoding ${encoding} is not gzip`));
    }
    delete request.headers['content-length'];
    const unzipped = createGunzip();
    payload.on('error', (error) => unzipped.destroy(error));
    unzipped.on('error', (error: Error & { statusCode?: number }) => (error.statusCode = 400));
    done(null, payload.pipe(unzipped));
  });
}

/** Says with every answer that the service works in a degraded mode, and which. */
function tellMode(fastify: FastifyInstance, readiness: Readiness): void {
  fastify.addHook('onSend', async (_request, reply, payload) => {
    const { mode } = await readiness.report();
    if (mode !== 'normal') void reply.header(MODE_HEADER, mode);
    return payload;
  });
}

function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request: FastifyRequest, reply, done) => {
    const line = {
      traceId: traceIdOf(request.id),
      method: request.method,
      // Without the query: filters may name people.
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (reply.statusCode >= 500) request.log.warn(line, 'request');
    else request.log.debug(line, 'request');
    done();
  });
}

function describeApi(app: NestFastifyApplication, { title, description }: ServiceOptions): void {
  const document = new DocumentBuilder()
    .setTitle(title)
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth()
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, document), {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
  });
}
