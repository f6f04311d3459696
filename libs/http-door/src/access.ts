import type { Caller, Scope } from '@daybook/access-tokens';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** The doors that ask for something themselves. */
const asking = new WeakSet<object>();

/** What a door asks of whoever comes. Without any of it: a valid token, whatever its scopes. */
export interface Access {
  readonly openToAll?: boolean;
  readonly scope?: Scope;
  readonly unlimited?: boolean;
  /**
   * It takes JSON whatever the request says that its body is, and the last of a key that stands there twice. For
   * senders that say anything, and would not send a second time.
   */
  readonly jsonByAnyName?: boolean;
  /** It takes the bytes of the body as they came, whatever they are said to be: what is signed is not read before. */
  readonly bytes?: boolean;
}

/** The door needs no token: it tells of no facts, or its senders prove themselves in another way. */
export const OpenToAll = (more: Pick<Access, 'jsonByAnyName' | 'bytes'> = {}) =>
  asks({ openToAll: true, ...more });

/** The token must carry this scope. */
export const RequireScope = (scope: Scope) => asks({ scope });

/** Requests to it are not counted. For whoever watches the service: it must see a service that is too busy for others. */
export const Unlimited = () => asks({ unlimited: true });

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  return callerOf(context.switchToHttp().getRequest<FastifyRequest>());
});

export function callerOf(request: FastifyRequest): Caller {
  return (request as FastifyRequest & { caller: Caller }).caller;
}

/**
 * Put on a route's configuration, where Fastify knows it before the body is read; Nest's own metadata is asked for
 * only afterwards. On a class it holds for the doors that ask for nothing themselves.
 */
function asks(access: Access): MethodDecorator & ClassDecorator {
  const decorate = RouteConfig({ access });
  return (target: object, key?: string | symbol, door?: PropertyDescriptor): void => {
    if (door) {
      decorate(target, key!, door);
      asking.add(door.value as object);
      return;
    }
    const doors = Object.getOwnPropertyDescriptors((target as { prototype: object }).prototype);
    for (const [name, descriptor] of Object.entries(doors)) {
      if (name !== 'constructor' && !asking.has(descriptor.value as object))
        decorate(target, name, descriptor);
    }
  };
}
