import { tokenOf, TokenRefused, TokenVerifier, type Caller } from '@daybook/access-tokens';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from './access.js';
import { addressKey } from './address-key.js';
import { AllowedMethods } from './allowed-methods.js';
import { PREFLIGHT_ROUTE } from './page-origins.js';
import { HttpProblem } from './problems.js';
import { RateLimit, type Allowance } from './rate-limit.js';

/** Where the API is described, to anybody: it holds no data. */
export const DOCS_PATH = 'docs';

export interface DoorRates {
  /** Requests that one caller may make in a window; 0: any number. */
  readonly requests: number;
  /** Requests without a valid token that one address may make in a window; 0: any number. */
  readonly refusedTokens: number;
  readonly windowSeconds: number;
}

/**
 * The one place that knows who is asking. Everything it refuses is refused by the head of the request alone: nothing
 * of a body is read, unzipped or kept for somebody who may not send it.
 */
@Injectable()
export class Doorkeeper {
  readonly #requests: RateLimit;
  readonly #refusedTokens: RateLimit;

  constructor(
    private readonly verifier: TokenVerifier,
    rates: DoorRates,
  ) {
    this.#requests = new RateLimit('requests', rates.requests, rates.windowSeconds);
    this.#refusedTokens = new RateLimit(
      'requests without a valid token',
      rates.refusedTokens,
      rates.windowSeconds,
    );
  }

  /** To be called before any other hook that touches bodies is added, and before any route. */
  stand(fastify: FastifyInstance): void {
    const methods = new AllowedMethods(fastify);
    fastify.decorateRequest('caller', null);
    // After all onRequest hooks, whose headers belong to refusals as well, and before the body.
    fastify.addHook('preParsing', async (request: FastifyRequest & { caller?: Caller }, reply) => {
      try {
        if (request.is404 || request.routeOptions.url === PREFLIGHT_ROUTE)
          throw methods.refusal(request, reply);
        const { openToAll, ...access } = accessOf(request);
        if (!openToAll) request.caller = await this.#admit(request, reply, access);
      } catch (refusal) {
        leaveBody(request, reply);
        throw refusal;
      }
    });
  }

  async #admit(request: FastifyRequest, reply: FastifyReply, access: Access): Promise<Caller> {
    const caller = await this.#identify(request);
    if (!access.unlimited) await this.#count(caller, reply);
    if (access.scope && !caller.scopes.has(access.scope)) {
      throw new HttpProblem(403, 'scope_missing', `this door needs a token with the scope ${access.scope}`);
    }
    return caller;
  }

  async #count(caller: Caller, reply: FastifyReply): Promise<void> {
    const allowance = await this.#requests.spend(callerKey(caller.account, caller.subject));
    tellAllowance(reply, this.#requests, allowance);
    if (!allowance.allowed) throw this.#requests.refusal(allowance);
  }

  async #identify(request: FastifyRequest): Promise<Caller> {
    const token = tokenOf(request.headers.authorization);
    const known = token === undefined ? undefined : this.verifier.recall(token);
    if (known) return known;

    // Whoever has been wrong too often is not told whether another token is right; whose token is known goes in as ever.
    const address = addressKey(request.ip);
    const allowance = await this.#refusedTokens.look(address);
    if (!allowance.allowed) throw this.#refusedTokens.refusal(allowance);
    try {
      if (token !== undefined) return await this.verifier.verify(token);
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      await this.#refusedTokens.spend(address);
      throw new HttpProblem(401, 'token_refused', error.message);
    }
    await this.#refusedTokens.spend(address);
    throw new HttpProblem(
      401,
      'token_missing',
      'send Authorization: Bearer <token> or Authorization: Token token=<token>',
    );
  }
}

/** By which a caller is counted: all tokens of one subject together, so that another token gives no more. */
export function callerKey(account: string, subject: string): string {
  return JSON.stringify([account, subject]);
}

function tellAllowance(reply: FastifyReply, { most }: RateLimit, { remaining, resetMs }: Allowance): void {
  if (most === 0) return;
  void reply.headers({
    'RateLimit-Limit': String(most),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(Math.ceil(resetMs / 1000)),
  });
}

/** What the door of a request asks for. */
export function accessOf(request: FastifyRequest): Access {
  const { config, url } = request.routeOptions;
  if (url === `/${DOCS_PATH}` || url?.startsWith(`/${DOCS_PATH}/`)) return { openToAll: true };
  return (config as { access?: Access }).access ?? {};
}

/**
 * Node reads what is left of a body, and drops it, before it takes the next request of the connection. One that may
 * have no end isn't worth that: the connection ends with the answer.
 */
function leaveBody(request: FastifyRequest, reply: FastifyReply): void {
  const length = Number(request.headers['content-length'] ?? 0);
  if (request.headers['transfer-encoding'] !== undefined || length > request.routeOptions.bodyLimit)
    void reply.header('Connection', 'close');
}
