import { DuplicateKey } from '@daybook/exact-json';
import type { Problem } from '@daybook/timeline-contracts';
import { DomainError } from '@daybook/timeline-domain';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_PARAMETER_LENGTH } from './allowed-methods.js';
import { HttpProblem, problem, problemOf } from './problems.js';

/** How errors are told under some paths, whose clients know another form than RFC 9457. */
export interface ErrorForm {
  /** @param path without the query */
  readonly takes: (path: string) => boolean;
  /** What is sent instead of the problem, as application/json. */
  readonly body: (problem: Problem) => unknown;
}

/** What a service answers for errors of its own. */
export interface Refusals {
  /** A problem in the place of an error that it knows; any other error as it is. It may set headers. */
  asProblem(error: unknown, reply: FastifyReply): unknown;
}

/**
 * Turns whatever a handler throws, and whatever is refused before there is one, into RFC 9457 problem details or what
 * the clients of that path know. What is not a refusal is logged and told without its inside.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly forms: readonly ErrorForm[] = [],
    private readonly refusals?: Refusals,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const error = this.refusals ? this.refusals.asProblem(thrown, reply) : thrown;
    const request = http.getRequest<FastifyRequest>();
    const told = problemFor(error);
    const body = told.code === 'too_large' ? tooLarge(request) : told;
    // A refusal that a door makes itself has no stack worth reading, and while a server is away there are many.
    if (body.status >= 500 && !(error instanceof HttpProblem))
      request.log.error({ err: error }, 'request failed');
    this.send(reply, body, error instanceof HttpProblem ? error.extra.retryAfterSeconds : undefined);
  }

  send(reply: FastifyReply, body: Problem, retryAfterSeconds?: number): void {
    if (retryAfterSeconds !== undefined) void reply.header('Retry-After', String(retryAfterSeconds));
    if (body.status === 401) void reply.header('WWW-Authenticate', 'Bearer realm="daybook"');
    const path = reply.request.url.split('?', 1)[0]!;
    const form = this.forms.find(({ takes }) => takes(path));
    void reply
      .status(body.status)
      .type(`${form ? 'application/json' : 'application/problem+json'}; charset=utf-8`)
      .send(JSON.stringify(form ? form.body(body) : body));
  }
}

/** What whoever asked is told of an error, whatever it is. */
export function problemFor(error: unknown): Problem {
  if (error instanceof HttpProblem || error instanceof DomainError) return problemOf(error);
  if (error instanceof DuplicateKey) return problem(400, 'invalid_json', error.message, { field: error.key });
  if (error instanceof SyntaxError) return problem(400, 'invalid_json', error.message);
  if (error instanceof HttpException) {
    return problem(error.getStatus(), codeOf(error.getStatus()), error.message);
  }
  if ((error as { code?: unknown } | null)?.code === 'FST_ERR_MAX_PARAM_LENGTH') {
    const limit = MAX_PARAMETER_LENGTH;
    return problem(414, 'path_too_long', `a part of the path may have ${limit} characters`, { limit });
  }
  const status = fastifyStatus(error);
  if (status !== undefined && status < 500) return problem(status, codeOf(status), (error as Error).message);
  return problem(500, 'internal_error', 'Daybook failed at this request; nothing was recorded by it');
}

/** Fastify does not tell by how much. */
function tooLarge({ routeOptions }: FastifyRequest): Problem {
  const limit = routeOptions.bodyLimit;
  return problem(413, 'too_large', `a body may have ${limit} bytes, unzipped`, { limit });
}

/** Fastify's own errors carry their status: a body too large, a content type without a reader. */
function fastifyStatus(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

function codeOf(status: number): string {
  const codes: Record<number, string> = {
    400: 'invalid_request',
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not_found',
    405: 'method_not_allowed',
    413: 'too_large',
    415: 'unsupported_media_type',
  };
  return codes[status] ?? 'request_refused';
}
