import { parseJson } from '@daybook/exact-json';
import { traceparentOf } from '@daybook/http-door';
import { BatchConsumer, Broker, type BatchHandler, type Delivery } from '@daybook/rabbitmq';
import { EVENT_QUEUE, receiveEventV1Schema } from '@daybook/timeline-contracts';
import type { JsonObject } from '@daybook/timeline-domain';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Logger as PinoLogger } from 'pino';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { Config } from '../config.js';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import { Logger } from '../logger.js';
import { declareEvents } from './rabbitmq-event-queue.js';
import { ReceiveEvent, type EventResult, type TakenEvent } from './receive-events.js';

const PREFETCH = 500;

/** Records the events that were queued while the log was away, in the order in which they came. */
@Injectable()
export class ReceiveEventConsumer implements BatchHandler, BeforeApplicationShutdown {
  readonly #consumer: BatchConsumer;
  readonly #logger: PinoLogger;
  readonly #serviceUser: string;

  constructor(
    broker: Broker,
    config: Config,
    private readonly commands: CommandBus,
    private readonly deadLetters: DeadLetters,
    logger: Logger,
  ) {
    this.#serviceUser = config.rabbitmqUser;
    this.#logger = logger.child({ part: 'event-queue' });
    const queue = { queue: EVENT_QUEUE, prefetch: PREFETCH, declare: declareEvents };
    this.#consumer = new BatchConsumer(broker, [queue], this);
  }

  /** @throws LogUnavailable: then the same batch comes again, and what it had recorded is known */
  async handle(batch: readonly Delivery[]): Promise<void> {
    const results = await Promise.all(batch.map((delivery) => this.#receive(delivery)));
    const refused = results.flatMap((result, index) => {
      if (result.kind === 'unavailable') throw new LogUnavailable(result.reason);
      return result.kind === 'refused' ? [{ delivery: batch[index]!, reason: result.errors.join('; ') }] : [];
    });
    // Nobody's account: the routing key that would say whose it is is not known.
    const nobody = { account: 'unknown', recordedBy: 'unknown', entryId: null, amendsId: null };
    await this.deadLetters.park(
      refused.map(({ delivery, reason }) => ({
        ...nobody,
        code: 'invalid_event',
        reason,
        body: delivery.body,
      })),
    );
  }

  failed(error: unknown, messages: number): void {
    this.#logger.warn({ err: error, messages }, 'events wait for the log');
  }

  recovered(): void {
    this.#logger.info('events are recorded again');
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#consumer.stop();
  }

  async #receive({ body, properties }: Delivery): Promise<EventResult> {
    if (properties.userId !== this.#serviceUser)
      return { kind: 'refused', errors: ['only the service itself may queue events'] };
    let taken: TakenEvent;
    let traceparent: string;
    try {
      const message = receiveEventV1Schema.parse(parseJson(body));
      // Its sender was told of the dedup key.
      taken = { ...message.data, event: message.data.event as JsonObject, madeKey: false };
      traceparent = traceparentOf(message.traceparent);
    } catch (error) {
      return { kind: 'refused', errors: [(error as Error).message] };
    }
    return this.commands.execute(new ReceiveEvent(taken, traceparent, false));
  }
}
