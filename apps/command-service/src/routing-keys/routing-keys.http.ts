import type { Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, RequireScope } from '@daybook/http-door';
import {
  createdRoutingKeySchema,
  newRoutingKeySchema,
  problemSchema,
  routingKeySchema,
  routingKeysSchema,
  type RoutingKeyView,
} from '@daybook/timeline-contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { z } from 'zod';
import { Clock } from '../append-entry/clock.js';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { logUnavailable } from '../log-unavailable.http.js';
import { RoutingKeySecret } from './routing-key-secret.js';
import { RoutingKeys, type RoutingKey } from './routing-keys.js';

/** The keys by which monitoring tools send events. */
@ApiTags('routing keys')
@ApiBearerAuth()
@RequireScope('admin')
@Controller('v1/routing-keys')
export class RoutingKeysDoor {
  constructor(
    private readonly secret: RoutingKeySecret,
    private readonly routingKeys: RoutingKeys,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Make a routing key for a service; it is told this once' })
  @ApiCreatedResponse({ description: 'the key', standardSchema: createdRoutingKeySchema })
  @ApiResponse({
    status: 409,
    description: 'this installation has no secret for routing keys',
    standardSchema: problemSchema,
  })
  async create(
    @Body({ schema: newRoutingKeySchema }) { service }: z.infer<typeof newRoutingKeySchema>,
    @CurrentCaller() { account, subject }: Caller,
  ): Promise<z.infer<typeof createdRoutingKeySchema>> {
    if (account === '*')
      throw new HttpProblem(403, 'account_missing', 'a routing key belongs to one account');
    const key = this.secret.makeKey();
    const id = key && this.secret.idOf(key);
    if (!key || !id)
      throw new HttpProblem(409, 'no_routing_keys', 'ROUTING_KEY_SECRET_FILE is not set on this service');
    const made = { id, account, service, createdBy: subject, createdAt: this.clock.now() };
    await answer(this.routingKeys.add(made));
    return { key, ...toView({ ...made, revokedAt: null }) };
  }

  @Get()
  @ApiOperation({ summary: 'The routing keys of the account, oldest first, also revoked ones' })
  @ApiOkResponse({
    description: 'all of them, without the keys themselves',
    standardSchema: routingKeysSchema,
  })
  async list(@CurrentCaller() { account }: Caller): Promise<z.infer<typeof routingKeysSchema>> {
    return { routingKeys: (await answer(this.routingKeys.list(account))).map(toView) };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a routing key: within two seconds no event is taken with it' })
  @ApiNoContentResponse({ description: 'it is revoked' })
  @ApiResponse({ status: 404, description: 'the account has no such key', standardSchema: problemSchema })
  async revoke(
    @Param('id', { schema: routingKeySchema.shape.id }) id: string,
    @CurrentCaller() { account }: Caller,
  ): Promise<void> {
    if (!(await answer(this.routingKeys.revoke(account, id, this.clock.now()))))
      throw new HttpProblem(404, 'routing_key_not_found', `the account has no routing key ${id}`);
  }
}

async function answer<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    throw error instanceof LogUnavailable ? logUnavailable(error.message) : error;
  });
}

function toView({ id, service, createdBy, createdAt, revokedAt }: RoutingKey): RoutingKeyView {
  return {
    ...{ id, service, createdBy, createdAt: new Date(createdAt).toISOString() },
    revokedAt: revokedAt === null ? null : new Date(revokedAt).toISOString(),
  };
}
