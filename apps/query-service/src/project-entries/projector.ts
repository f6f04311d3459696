import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '@daybook/rabbitmq';
import { Injectable } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';
import { Logger } from '../logger.js';
import { BatchApplier } from './batch-applier.js';
import { readMessage } from './incoming.js';
import { flushFailures, flushSeconds, flushSize } from './metrics.js';

const MAX_MESSAGES = 1_000;
const MAX_BYTES = 8 * 1024 * 1024;
const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 2_000;

/** One of the queues that feed the projector. */
export interface Source {
  pause(): Promise<void>;
  resume(): void;
}

interface Arrival {
  readonly source: Source;
  readonly delivery: Delivery;
}

/**
 * Takes the messages of all shards into one buffer and writes them in batches, one batch at a time. There is no timer:
 * a batch is whatever has come while the one before was written, so a lone entry is visible after a few milliseconds
 * and under load batches grow by themselves.
 *
 * A message is acknowledged after it was written, never before, and never refused: when the store fails, consuming is
 * given up, which hands the messages back, and the batch in hand is tried until the store takes it.
 */
@Injectable()
export class Projector {
  readonly #sources: Source[] = [];
  readonly #stopping = new AbortController();
  readonly #logger: PinoLogger;
  #buffer: Arrival[] = [];
  #draining: Promise<void> | undefined;
  #lastDeliveryAt = 0;

  constructor(
    private readonly applier: BatchApplier,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'projector' });
  }

  /** Unix milliseconds of the last message of any queue; heads come each second, so silence says something. */
  get lastDeliveryAt(): number {
    return this.#lastDeliveryAt;
  }

  addSource(source: Source): void {
    this.#sources.push(source);
  }

  take(source: Source, delivery: Delivery): void {
    this.#lastDeliveryAt = Date.now();
    this.#buffer.push({ source, delivery });
    this.#draining ??= this.#drain().finally(() => (this.#draining = undefined));
  }

  /** What is in hand of this source will be delivered again. */
  interrupted(source: Source): void {
    this.#buffer = this.#buffer.filter((arrival) => arrival.source !== source);
  }

  /** Gives back what is not written, and waits for the batch that is being written. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#buffer = [];
    await this.#draining;
    await Promise.all(this.#sources.map((source) => source.pause()));
  }

  async #drain(): Promise<void> {
    // The socket's whole chunk of deliveries comes in first.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#buffer.length > 0 && !this.#stopping.signal.aborted) {
      const batch = this.#nextBatch();
      if (await this.#applyUntilDone(batch)) acknowledge(batch);
    }
  }

  #nextBatch(): Arrival[] {
    let bytes = 0;
    let count = 0;
    for (const { delivery } of this.#buffer) {
      bytes += delivery.body.length;
      if (count === MAX_MESSAGES || (bytes > MAX_BYTES && count > 0)) break;
      count += 1;
    }
    return this.#buffer.splice(0, count);
  }

  /** False when the service stops first. */
  async #applyUntilDone(batch: readonly Arrival[]): Promise<boolean> {
    const incoming = batch.map(({ delivery }) => readMessage(delivery.body));
    flushSize.observe(batch.length);
    const { signal } = this.#stopping;
    for (let retryMs = FIRST_RETRY_MS, failed = false; ; retryMs = Math.min(retryMs * 2, MAX_RETRY_MS)) {
      const stopTimer = flushSeconds.startTimer();
      try {
        await this.applier.apply('queue', incoming);
        stopTimer();
        if (failed) this.#resume();
        return true;
      } catch (error) {
        flushFailures.inc();
        this.#logger.warn({ err: error, messages: batch.length }, 'a batch was not written');
        if (!failed) this.#pause();
        failed = true;
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return false;
      }
    }
  }

  #pause(): void {
    this.#buffer = [];
    // Not awaited: a broker that hangs must not keep the batch from being tried again.
    for (const source of this.#sources) void source.pause();
  }

  #resume(): void {
    this.#logger.info('the store takes batches again');
    for (const source of this.#sources) source.resume();
  }
}

/** Settling a delivery settles the earlier ones of its source. */
function acknowledge(batch: readonly Arrival[]): void {
  const newest = new Map(batch.map(({ source, delivery }) => [source, delivery]));
  for (const delivery of newest.values()) delivery.ackUpTo();
}
