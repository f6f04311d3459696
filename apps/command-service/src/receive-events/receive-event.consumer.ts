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

interface QueuedEvent {
  readonly body: Buffer;
  readonly read: { readonly taken: TakenEvent; readonly traceparent: string } | EventResult;
}

/** Records the events that were queued while the log was away, in the order in which they came. */
@Injectable()
export class ReceiveEventConsumer implements BatchHandler<QueuedEvent>, BeforeApplicationShutdown {
  readonly #consumer: BatchConsumer<QueuedEvent>;
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

  read({ body, properties }: Delivery): QueuedEvent {
    if (properties.userId !== this.#serviceUser)
      return { body, read: refusal('only the service itself may queue events') };
    try {
      const message = receiveEventV1Schema.parse(parseJson(body));
      // Its sender was told of the dedup key.
      const taken = { ...message.data, event: message.data.event as JsonObject, madeKey: false };
      return { body, read: { taken, traceparent: traceparentOf(message.traceparent) } };
    } catch (error) {
      return { body, read: refusal((error as Error).message) };
    }
  }

  /** @throws LogUnavailable: then the same batch comes again, and what it had recorded is known */
  async handle(batch: readonly QueuedEvent[]): Promise<void> {
    const results = await Promise.all(
      batch.map(({ read }) =>
        'kind' in read ? read : this.commands.execute(new ReceiveEvent(read.taken, read.traceparent, false)),
      ),
    );
    const refused = results.flatMap((result, index) => {
      if (result.kind === 'unavailable') throw new LogUnavailable(result.reason);
      const { body } = batch[index]!;
      return result.kind === 'refused' ? [{ body, reason: result.errors.join('; ') }] : [];
    });
    // Nobody's account: the routing key that would say whose it is is not known.
    const nobody = { account: 'unknown', recordedBy: 'unknown', entryId: null, amendsId: null };
    await this.deadLetters.park(
      refused.map(({ body, reason }) => ({ ...nobody, code: 'invalid_event', reason, body })),
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
}

function refusal(error: string): EventResult {
  return { kind: 'refused', errors: [error] };
}
