import { tokenOf, TokenRefused, TokenVerifier, type Caller, type Scope } from '@daybook/access-tokens';
import {
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './problems.js';

const OPEN_TO_ALL = 'daybook:open';
const SCOPE = 'daybook:scope';

/** The door needs no token. For health only: anything that tells of facts needs one. */
export const OpenToAll = () => SetMetadata(OPEN_TO_ALL, true);

/** The token must carry this scope. A door without it takes any valid token. */
export const RequireScope = (scope: Scope) => SetMetadata(SCOPE, scope);

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  return context.switchToHttp().getRequest<FastifyRequest & { caller: Caller }>().caller;
});

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(OPEN_TO_ALL, places)) return true;

    const request = context.switchToHttp().getRequest<FastifyRequest & { caller?: Caller }>();
    const caller = await this.#identify(request.headers.authorization);
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(SCOPE, places);
    if (scope && !caller.scopes.has(scope)) {
      throw new HttpProblem(403, 'scope_missing', `this door needs a token with the scope ${scope}`);
    }
    request.caller = caller;
    return true;
  }

  async #identify(authorization: string | undefined): Promise<Caller> {
    const token = tokenOf(authorization);
    if (token === undefined) {
      throw new HttpProblem(
        401,
        'token_missing',
        'send Authorization: Bearer <token> or Authorization: Token token=<token>',
      );
    }
    try {
      return await this.verifier.verify(token);
    } catch (error) {
      if (error instanceof TokenRefused) throw new HttpProblem(401, 'token_refused', error.message);
      throw error;
    }
  }
}
