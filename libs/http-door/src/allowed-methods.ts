import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import router, { type HTTPMethod } from 'find-my-way';
import { PREFLIGHT_ROUTE } from './page-origins.js';
import { HttpProblem } from './problems.js';

/** Knows of each path by which methods it can be asked, which Fastify does not tell. */
export class AllowedMethods {
  readonly #routes = router(ROUTER_OPTIONS);
  readonly #methods = new Set<string>();

  /** Hears of every route that is added from now on. */
  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) {
        if (url === PREFLIGHT_ROUTE || this.#routes.hasRoute(one as HTTPMethod, url)) continue;
        this.#methods.add(one);
        this.#routes.on(one as HTTPMethod, url, () => undefined);
      }
    });
  }

  /** For a request that no route takes: 405 with `Allow`, or 404 where nothing is by any method. */
  refusal({ method, url }: FastifyRequest, reply: FastifyReply): HttpProblem {
    const allowed = [...this.#methods].filter((one) => this.#routes.find(one as HTTPMethod, url));
    const path = url.split('?', 1)[0]!;
    if (allowed.length === 0) return new HttpProblem(404, 'not_found', `there is nothing at ${path}`);
    const allow = allowed.sort().join(', ');
    void reply.header('Allow', allow);
    return new HttpProblem(405, 'method_not_allowed', `${path} takes ${allow}, not ${method}`, {
      allowed,
    });
  }
}

/** Longest part of a path that can be a parameter, in characters once decoded; see docs/reference/limits.md. */
export const MAX_PARAMETER_LENGTH = 1_000;

/** A slash at the end of a path is no other path: some clients add one, and none follows a redirect with its body. */
export const ROUTER_OPTIONS = { maxParamLength: MAX_PARAMETER_LENGTH, ignoreTrailingSlash: true } as const;
