import { BatchConsumer, Broker, type BatchHandler, type Delivery } from '@daybook/rabbitmq';
import { SHARD_COUNT } from '@daybook/timeline-domain';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';
import { Logger } from '../logger.js';
import { BatchApplier } from './batch-applier.js';
import { readMessage, type Incoming } from './incoming.js';
import { flushFailures, flushSeconds, flushSize } from './metrics.js';
import { shardQueue } from './shard-queues.js';

/** Half of what eight queues may have in hand, so that the next batch is read while this one is written. */
const MAX_MESSAGES = 2_000;

/**
 * Projects the messages of all shards: one batch at a time, acknowledged after it is in the store. Each shard is
 * consumed by one replica at a time.
 */
@Injectable()
export class Projector implements BatchHandler<Incoming>, BeforeApplicationShutdown {
  readonly #logger: PinoLogger;
  readonly #consumer: BatchConsumer<Incoming>;
  #lastEntryAt = 0;

  constructor(
    broker: Broker,
    private readonly applier: BatchApplier,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'projector' });
    this.#consumer = new BatchConsumer(
      broker,
      Array.from({ length: SHARD_COUNT }, (_, shard) => shardQueue(shard)),
      this,
      MAX_MESSAGES,
    );
  }

  /** When the last message of any queue came, by performance.now(); heads come each second, so silence says something. */
  get lastDeliveryAt(): number {
    return this.#consumer.lastDeliveryAt;
  }

  /** Since when messages were in hand without a pause, by performance.now(). Undefined: none are. */
  get busySince(): number | undefined {
    return this.#consumer.busySince;
  }

  /** When the last entry came, by performance.now(); 0 for none. */
  get lastEntryAt(): number {
    return this.#lastEntryAt;
  }

  read({ body }: Delivery): Incoming {
    const message = readMessage(body);
    if (message.kind === 'entry') this.#lastEntryAt = performance.now();
    return message;
  }

  async handle(batch: readonly Incoming[]): Promise<void> {
    flushSize.observe(batch.length);
    const stopTimer = flushSeconds.startTimer();
    await this.applier.apply('queue', batch);
    stopTimer();
  }

  failed(error: unknown, messages: number): void {
    flushFailures.inc();
    this.#logger.warn({ err: error, messages }, 'a batch was not written');
  }

  recovered(): void {
    this.#logger.info('the store takes batches again');
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#consumer.stop();
  }
}
