import { EVERY_ACCOUNT } from '@daybook/access-tokens';
import { callerOf, HttpProblem } from '@daybook/http-door';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The account whose data the caller reads. A token of every account is for the log alone. */
export const TenantAccount = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { account } = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (account !== EVERY_ACCOUNT) return account;
  throw new HttpProblem(403, 'account_missing', 'this door needs a token of one account');
});
