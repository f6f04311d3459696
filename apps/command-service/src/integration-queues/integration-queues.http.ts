import type { Caller } from '@daybook/access-tokens';
import { CurrentCaller, HttpProblem, RequireScope } from '@daybook/http-door';
import { BrokerUnavailable } from '@daybook/rabbitmq';
import {
  integrationQueueName,
  integrationQueueNameSchema,
  integrationQueueSchema,
  integrationQueuesSchema,
  newIntegrationQueueSchema,
  problemSchema,
  watchedIntegrationQueueSchema,
  type IntegrationQueueView,
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
import type { z } from 'zod';
import { Clock } from '../append-entry/clock.js';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { logUnavailable } from '../log-unavailable.http.js';
import { DeclaredQueues } from './declared-queues.js';
import { IntegrationQueues, type IntegrationQueue } from './integration-queues.js';

const QUEUES_OF_ACCOUNT = 50;
const RETRY_AFTER_SECONDS = 2;

/** Queues in RabbitMQ to which an account's entries come as messages, for programs of its own. */
@ApiTags('queues')
@ApiBearerAuth()
@RequireScope('admin')
@Controller('v1/queues')
export class IntegrationQueuesDoor {
  constructor(
    private readonly queues: IntegrationQueues,
    private readonly declared: DeclaredQueues,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Make a queue for a program of the account; again with the same content: no change',
  })
  @ApiCreatedResponse({ description: 'it takes messages', standardSchema: integrationQueueSchema })
  @ApiResponse({
    status: 409,
    description: `there is another one of this name, or the account has ${QUEUES_OF_ACCOUNT}`,
    standardSchema: problemSchema,
  })
  @ApiResponse({
    status: 503,
    description: 'RabbitMQ or Postgres does not answer: send it again',
    standardSchema: problemSchema,
  })
  async create(
    @Body({ schema: newIntegrationQueueSchema }) sent: z.output<typeof newIntegrationQueueSchema>,
    @CurrentCaller() { account, subject }: Caller,
  ): Promise<IntegrationQueueView> {
    if (account === '*') throw new HttpProblem(403, 'account_missing', 'a queue belongs to one account');
    const { name, maxLength } = sent;
    const types = [...new Set(sent.types)].sort();
    const others = (await answer(this.queues.list(account))).filter((queue) => queue.name !== name);
    if (others.length >= QUEUES_OF_ACCOUNT) {
      const message = `the account has ${QUEUES_OF_ACCOUNT} queues, as many as it may have`;
      throw new HttpProblem(409, 'too_many_queues', message, { limit: QUEUES_OF_ACCOUNT });
    }
    const wanted = { account, name, types, maxLength, createdBy: subject, createdAt: this.clock.now() };
    const queue = await answer(this.queues.add(wanted));
    if (queue.maxLength !== maxLength || queue.types.join('\n') !== types.join('\n')) {
      const message = `name: the account has another queue ${name}: remove it first, with its messages`;
      throw new HttpProblem(409, 'queue_exists', message, { field: 'name' });
    }
    await answer(this.declared.declare(queue));
    return toView(queue);
  }

  @Get()
  @ApiOperation({ summary: 'The queues of the account, oldest first' })
  @ApiOkResponse({ description: 'all of them', standardSchema: integrationQueuesSchema })
  async list(@CurrentCaller() { account }: Caller): Promise<z.output<typeof integrationQueuesSchema>> {
    return { queues: (await answer(this.queues.list(account))).map(toView) };
  }

  @Get(':name')
  @ApiOperation({ summary: 'One queue, and how much waits in it' })
  @ApiOkResponse({ description: 'the queue', standardSchema: watchedIntegrationQueueSchema })
  @ApiResponse({ status: 404, description: 'the account has no such queue', standardSchema: problemSchema })
  async show(
    @Param('name', { schema: integrationQueueNameSchema }) name: string,
    @CurrentCaller() { account }: Caller,
  ): Promise<z.output<typeof watchedIntegrationQueueSchema>> {
    const queue = await answer(this.queues.find(account, name));
    if (!queue) throw notThere(name);
    return { ...toView(queue), ...(await answer(this.declared.declare(queue))) };
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a queue with all its messages' })
  @ApiNoContentResponse({ description: 'it is gone' })
  @ApiResponse({ status: 404, description: 'the account has no such queue', standardSchema: problemSchema })
  async remove(
    @Param('name', { schema: integrationQueueNameSchema }) name: string,
    @CurrentCaller() { account }: Caller,
  ): Promise<void> {
    if (!(await answer(this.queues.find(account, name)))) throw notThere(name);
    await answer(this.declared.remove(account, name));
    // Last: what fails before can be asked for again.
    await answer(this.queues.remove(account, name));
  }
}

function notThere(name: string): HttpProblem {
  return new HttpProblem(404, 'queue_not_found', `the account has no queue ${name}`);
}

async function answer<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    if (error instanceof LogUnavailable) throw logUnavailable(error.message);
    if (!(error instanceof BrokerUnavailable)) throw error;
    throw new HttpProblem(503, 'broker_unavailable', error.message, {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  });
}

function toView({
  account,
  name,
  types,
  maxLength,
  createdBy,
  createdAt,
}: IntegrationQueue): IntegrationQueueView {
  return {
    ...{ name, queue: integrationQueueName(account, name), types: types.length === 0 ? null : [...types] },
    ...{ maxLength, createdBy, createdAt: new Date(createdAt).toISOString() },
  };
}
