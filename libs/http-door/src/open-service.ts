import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
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
import { ROUTER_OPTIONS } from './allowed-methods.js';
import { DOCS_PATH, Doorkeeper } from './doorkeeper.js';
import { drainInTime } from './drain.js';
import { Readiness } from './health.controller.js';
import { NestLogger } from './nest-logger.js';
import { openApiDocument, type ServiceDescription } from './open-api.js';
import { letPagesIn } from './page-origins.js';
import { problemFor, ProblemFilter, type Refusals } from './problem.filter.js';
import { readBodies } from './read-bodies.js';
import { RequestSchemaPipe } from './request-schema.pipe.js';
import { traceIdOf, traceparentOf } from './trace.js';
import { UnreadableRequests } from './unreadable-requests.js';

export interface ServiceOptions extends ServiceDescription {
  readonly logger: Logger;
  /** Largest request body in bytes. */
  readonly bodyLimit: number;
  /** Addresses or networks of proxies, by commas, whose word on where a request comes from is taken. */
  readonly trustedProxies?: string;
  /** Of pages that may ask this service from within a browser; none, unless told. */
  readonly pageOrigins?: readonly string[];
  /** A provider of the module that tells what its own errors are answered with. */
  readonly refusals?: Type<Refusals>;
}

/** Builds a service around its module: the same doors, errors, logs and OpenAPI page in each. Does not listen yet. */
export async function openService(
  module: Type | object,
  options: ServiceOptions,
): Promise<NestFastifyApplication> {
  const problems = new ProblemFilter(options.errorForms);
  const unreadable = new UnreadableRequests();
  const adapter = new FastifyAdapter({
    loggerInstance: options.logger,
    bodyLimit: options.bodyLimit,
    trustProxy: options.trustedProxies || false,
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => traceparentOf(request.headers['traceparent']),
    // Fastify's own two lines a request are too many: ours is in logRequests.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceparent' }),
    routerOptions: ROUTER_OPTIONS,
    clientErrorHandler: unreadable.answer,
    // What Fastify refuses before any route is found, such as a path with a broken escape.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) =>
      problems.send(reply, problemFor(error)),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, adapter, {
    bodyParser: false,
    logger: new NestLogger(options.logger),
  });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  drainInTime(fastify);
  unreadable.watch(fastify);
  letPagesIn(app, options.pageOrigins ?? []);
  app.get(Doorkeeper).stand(fastify);
  readBodies(fastify);
  logRequests(fastify);
  tellMode(fastify, app.get(Readiness));
  app.useGlobalFilters(new ProblemFilter(options.errorForms, options.refusals && app.get(options.refusals)));
  app.useGlobalPipes(new RequestSchemaPipe());
  app.enableShutdownHooks();
  describeApi(app, options);
  return app;
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

function describeApi(app: NestFastifyApplication, description: ServiceDescription): void {
  SwaggerModule.setup(DOCS_PATH, app, () => openApiDocument(app, description), {
    jsonDocumentUrl: `${DOCS_PATH}/openapi.json`,
    yamlDocumentUrl: `${DOCS_PATH}/openapi.yaml`,
  });
}

/**
 * The description of a service's API without the service: nothing of the module is made, no setting is used, no server
 * is asked.
 */
export async function describeService(
  module: Type | object,
  description: ServiceDescription,
): Promise<OpenAPIObject> {
  const options = { preview: true, logger: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, new FastifyAdapter(), options);
  return openApiDocument(app, description);
}
