import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { type Type } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { parseJson } from '@daybook/exact-json';
import { NestLogger } from './nest-logger.js';
import { ProblemFilter } from './problem.filter.js';
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
    disableRequestLogging: true,
    bodyLimit: options.bodyLimit,
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => traceparentOf(request.headers['traceparent']),
    requestIdLogLabel: 'traceparent',
    routerOptions: { maxParamLength: 1_000 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, adapter, {
    bodyParser: false,
    logger: new NestLogger(options.logger),
  });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  readJsonExactly(fastify);
  logRequests(fastify);
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
