import { bodyBytes, HttpProblem, OpenToAll, type ErrorForm } from '@daybook/http-door';
import { contentOf, entryIdMaker, type JsonObject } from '@daybook/timeline-domain';
import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../append-entry/clock.js';
import { EntryRate } from '../append-entry/entry-rate.js';
import { logUnavailable } from '../log-unavailable.http.js';
import { SentRoutingKeys } from '../routing-keys/sent-routing-keys.js';
import { sha256 } from '../sha256.js';
import { changeEventSchema, alertEventSchema, acceptedSchema, refusedEventSchema } from './event-schemas.js';
import { EVENT_LIMITS, InvalidEvent, readAlertEvent, readChangeEvent, sentRoutingKey } from './event-body.js';
import { ReceiveEvent, type TakenEvent } from './receive-events.js';

interface Accepted {
  readonly status: 'success';
  readonly message: string;
  readonly dedup_key?: string;
}

/** Errors under /v2/ as clients of Events API v2 read them: a status, a message, and all that is wrong. */
export const eventErrorForm: ErrorForm = {
  takes: (path) => path.startsWith('/v2/'),
  body: ({ status, title, detail, errors = [detail] }) => {
    if (status === 429) return { status: 'throttle exceeded', message: title, errors };
    if (status >= 500) return { status: 'error', message: title, errors };
    return { status: 'invalid event', message: 'Event object is invalid', errors };
  },
};

/**
 * PagerDuty's Events API v2. Its senders carry no token: the routing key is theirs. Most of them send an event once and
 * never again, so whatever can be made durable anywhere is accepted.
 */
@ApiTags('events')
@OpenToAll({ jsonByAnyName: true })
@ApiResponse({
  status: 400,
  description: 'the event is wrong; all that is wrong is named',
  schema: refusedEventSchema,
})
@ApiResponse({
  status: 503,
  description: 'no durable place can be reached: send it again',
  schema: refusedEventSchema,
})
@Controller('v2')
export class ReceiveEventsDoor {
  readonly #makeId: () => string;

  constructor(
    private readonly commands: CommandBus,
    private readonly routingKeys: SentRoutingKeys,
    private readonly rate: EntryRate,
    private readonly clock: Clock,
  ) {
    this.#makeId = entryIdMaker(() => clock.now());
  }

  @Post('enqueue')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Trigger, acknowledge or resolve an alert',
    description:
      'The events of one routing key and dedup key are entries of one incident, until it is resolved: the next trigger ' +
      'begins another. The same event again within five minutes, or at any time if it tells its own, changes nothing.',
  })
  @ApiBody({ schema: alertEventSchema })
  @ApiResponse({ status: 202, description: 'durable', schema: acceptedSchema })
  async alert(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Accepted> {
    const { dedupKey, event } = read(() => readAlertEvent(body));
    const dedup_key = await this.#receive('alert', body, event, dedupKey, request);
    return { status: 'success', message: 'Event processed', dedup_key };
  }

  @Post('change/enqueue')
  @HttpCode(202)
  @ApiOperation({ summary: 'Tell of a change: an entry of the service, of no incident' })
  @ApiBody({ schema: changeEventSchema })
  @ApiResponse({ status: 202, description: 'durable', schema: acceptedSchema })
  async change(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Accepted> {
    const { event } = read(() => readChangeEvent(body));
    await this.#receive('change', body, event, undefined, request);
    return { status: 'success', message: 'Change event processed' };
  }

  /** Returns the dedup key that the event has, or was given. */
  async #receive(
    kind: TakenEvent['kind'],
    body: unknown,
    event: JsonObject,
    dedupKey: string | undefined,
    request: FastifyRequest,
  ): Promise<string> {
    if (bodyBytes(request) > EVENT_LIMITS.bytes) {
      const errors = [`an event may have ${EVENT_LIMITS.bytes} bytes`];
      throw new HttpProblem(413, 'event_too_large', errors[0]!, { errors, limit: EVENT_LIMITS.bytes });
    }
    const key = read(() => sentRoutingKey(body));
    const routingKeyId = await this.routingKeys.idOf(key, request.ip);
    if (routingKeyId === undefined) throw invalid(['routing_key is not one of this installation']);
    // The account is not known without the database; the key is a caller of its own.
    await this.rate.admit({ account: '', recordedBy: routingKeyId }, 1, bodyBytes(request));
    const id = this.#makeId();
    const taken: TakenEvent = {
      ...{ id, kind, routingKeyId, event },
      dedupKey: dedupKey ?? id.replaceAll('-', ''),
      madeKey: dedupKey === undefined,
      hash: contentOf(event, sha256).hash,
      receivedAt: new Date(this.clock.now()).toISOString(),
    };
    const result = await this.commands.execute(new ReceiveEvent(taken, request.id, true));
    if (result.kind === 'refused') throw invalid(result.errors);
    if (result.kind === 'unavailable') throw logUnavailable(result.reason);
    return result.dedupKey;
  }
}

/** @throws HttpProblem for an event that is wrong */
function read<Result>(reading: () => Result): Result {
  try {
    return reading();
  } catch (error) {
    throw error instanceof InvalidEvent ? invalid(error.errors) : error;
  }
}

function invalid(errors: readonly string[]): HttpProblem {
  return new HttpProblem(400, 'invalid_event', errors.join('; '), { errors });
}
