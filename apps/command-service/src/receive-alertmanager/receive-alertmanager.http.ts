import { tokenOf } from '@daybook/access-tokens';
import { bodyBytes, HttpProblem, openApiSchema, OpenToAll } from '@daybook/http-door';
import { fieldPath, problemSchema } from '@daybook/timeline-contracts';
import { contentOf, entryIdMaker, type JsonObject } from '@daybook/timeline-domain';
import { Body, Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Clock } from '../append-entry/clock.js';
import { EntryRate } from '../append-entry/entry-rate.js';
import { logUnavailable } from '../log-unavailable.http.js';
import { EVENT_LIMITS, storable, storableText } from '../receive-events/event-body.js';
import { ReceiveEvent, type TakenEvent } from '../receive-events/receive-events.js';
import { SentRoutingKeys } from '../routing-keys/sent-routing-keys.js';
import { sha256 } from '../sha256.js';
import { eventOf, notificationSchema, type Notification } from './alertmanager-body.js';

const answerSchema = z.object({
  recorded: z.int().describe('alerts that are entries now'),
  repeated: z.int().describe('alerts that said nothing new'),
  queued: z.int().describe('alerts that are durable in the queue, since the log is away'),
});

const bodySchema = openApiSchema(notificationSchema);

/** Notifications of Prometheus Alertmanager's webhook receiver. */
@ApiTags('events')
@ApiBearerAuth()
@OpenToAll({ jsonByAnyName: true })
@Controller('v1/alertmanager')
export class ReceiveAlertmanagerDoor {
  readonly #makeId: () => string;

  constructor(
    private readonly commands: CommandBus,
    private readonly routingKeys: SentRoutingKeys,
    private readonly rate: EntryRate,
    private readonly clock: Clock,
  ) {
    this.#makeId = entryIdMaker(() => clock.now());
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Take a notification of Alertmanager’s webhook receiver, or of Grafana’s webhook contact point',
    description:
      'The bearer token is a routing key. Each alert is an incident by its fingerprint: firing triggers it, resolved ' +
      'resolves it, and firing after that begins the next one. What is repeated changes nothing.',
  })
  @ApiBody({ schema: bodySchema })
  @ApiResponse({ status: 202, description: 'all alerts are durable', standardSchema: answerSchema })
  @ApiResponse({
    status: 401,
    description: 'the routing key is missing, not known or revoked',
    standardSchema: problemSchema,
  })
  @ApiResponse({
    status: 422,
    description: 'a field is wrong; it is named, and nothing was recorded',
    standardSchema: problemSchema,
  })
  @ApiResponse({
    status: 503,
    description: 'not all alerts could be made durable: send all again',
    standardSchema: problemSchema,
  })
  async receive(
    @Body() body: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof answerSchema>> {
    const routingKeyId = await this.#sender(authorization, request.ip);
    const notification = read(body);
    await this.rate.admit(
      { account: '', recordedBy: routingKeyId },
      notification.alerts.length,
      bodyBytes(request),
    );
    const events = this.#events(notification, routingKeyId);
    const results = await Promise.all(
      events.map((event) => this.commands.execute(new ReceiveEvent(event, request.id, true))),
    );
    const count = (kind: string) => results.filter((result) => result.kind === kind).length;
    for (const result of results) {
      if (result.kind === 'refused') throw refusedKey(result.errors.join('; '));
      if (result.kind === 'unavailable') throw logUnavailable(result.reason);
    }
    return { recorded: count('recorded'), repeated: count('repeated'), queued: count('queued') };
  }

  async #sender(authorization: string | undefined, address: string): Promise<string> {
    const key = tokenOf(authorization);
    if (key === undefined) throw refusedKey('send Authorization: Bearer <routing key>');
    const id = await this.routingKeys.idOf(key, address);
    if (id === undefined) throw refusedKey('the routing key is not one of this installation');
    return id;
  }

  #events(notification: Notification, routingKeyId: string): TakenEvent[] {
    const receivedAt = new Date(this.clock.now()).toISOString();
    return notification.alerts.map((alert, index) => {
      const event = eventOf(alert, notification);
      if (Buffer.byteLength(JSON.stringify(event)) > EVENT_LIMITS.bytes) {
        const field = `alerts[${index}]`;
        const limit = EVENT_LIMITS.bytes;
        throw new HttpProblem(413, 'event_too_large', `${field} may have ${limit} bytes`, { field, limit });
      }
      return {
        ...{ id: this.#makeId(), kind: 'alert', routingKeyId, event, receivedAt },
        ...{ dedupKey: storableText(alert.fingerprint), madeKey: false },
        // Of the alert alone: what its group is like changes with its neighbours.
        hash: contentOf(storable({ alert: alert as JsonObject }), sha256).hash,
      };
    });
  }
}

/** @throws HttpProblem that names the first field that is wrong */
function read(body: unknown): Notification {
  const result = notificationSchema.safeParse(body);
  if (result.success) return body as Notification;
  const [issue] = result.error.issues;
  const field = fieldPath(issue!.path);
  throw new HttpProblem(422, 'invalid_notification', `${field || 'the body'}: ${issue!.message}`, {
    field,
  });
}

function refusedKey(why: string): HttpProblem {
  return new HttpProblem(401, 'routing_key_refused', why);
}
