import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from 'amqplib';
import type { Broker } from './broker.js';
import { QueueConsumer, type Delivery } from './queue-consumer.js';

const MAX_MESSAGES = 1_000;
const MAX_BYTES = 8 * 1024 * 1024;
const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 2_000;
/** As a part of the largest batch: by so much batches grow again after one was too much, with each that was not. */
const GROWTH = 1 / 20;
/** As a part of the largest batch: fewer are not tried, since a server that was away would then be told of what waits one by one. */
const SMALLEST = 1 / 16;

export interface ConsumedQueue {
  readonly queue: string;
  /** How many messages of this queue may be in hand unsettled. */
  readonly prefetch: number;
  readonly declare: (channel: Channel) => Promise<void>;
}

/** @typeParam Message what a delivery is read as */
export interface BatchHandler<Message> {
  /** Called once as a delivery comes, which may be while a batch is handled. Must not throw. */
  read(delivery: Delivery): Message;
  /** Makes a batch durable. Called again with what has not succeeded, or the beginning of it, so it must bear repetition. */
  handle(batch: readonly Message[]): Promise<void>;
  failed(error: unknown, messages: number): void;
  recovered(): void;
}

interface Arrival<Message> {
  readonly source: QueueConsumer;
  readonly delivery: Delivery;
  readonly message: Message;
}

/**
 * Takes the messages of its queues into one buffer and hands them on in batches, one batch at a time. There is no
 * timer: a batch is whatever has come while the one before was handled, so a lone message is handled at once and under
 * load batches grow by themselves. Messages are read as they come, so that the processor reads while a batch waits for a
 * server.
 *
 * A message is acknowledged after it was handled, never before, and never refused: when handling fails, consuming is
 * given up, which hands the messages back, and the batch in hand is tried until it succeeds, half as much at a time: a
 * server that is slow may not do more before a deadline.
 */
export class BatchConsumer<Message> {
  readonly #sources: QueueConsumer[];
  readonly #stopping = new AbortController();
  #buffer: Arrival<Message>[] = [];
  #draining: Promise<void> | undefined;
  #busySince: number | undefined;
  #lastDeliveryAt = 0;
  /** How many messages are handled at a time. */
  #most: number;

  /** Must be made before the broker is opened. */
  constructor(
    broker: Broker,
    queues: readonly ConsumedQueue[],
    private readonly handler: BatchHandler<Message>,
    private readonly maxMessages = MAX_MESSAGES,
  ) {
    this.#most = maxMessages;
    this.#sources = queues.map((queue) => {
      const source: QueueConsumer = new QueueConsumer(broker, {
        ...queue,
        onDelivery: (delivery) => this.#take(source, delivery),
        onInterrupted: () => this.#drop(source),
      });
      return source;
    });
  }

  /** When the last message of any queue came, by performance.now(); 0 for none. */
  get lastDeliveryAt(): number {
    return this.#lastDeliveryAt;
  }

  /** By performance.now(): since when there was something in hand without a pause. Undefined: nothing is. */
  get busySince(): number | undefined {
    return this.#busySince;
  }

  /** Gives back what is not handled, and waits for the batch that is being handled. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#buffer = [];
    await this.#draining;
    await Promise.all(this.#sources.map((source) => source.pause()));
  }

  #take(source: QueueConsumer, delivery: Delivery): void {
    this.#lastDeliveryAt = performance.now();
    this.#buffer.push({ source, delivery, message: this.handler.read(delivery) });
    this.#draining ??= this.#drain().finally(() => (this.#draining = undefined));
  }

  /** What is in hand of this source will be delivered again. */
  #drop(source: QueueConsumer): void {
    this.#buffer = this.#buffer.filter((arrival) => arrival.source !== source);
  }

  async #drain(): Promise<void> {
    this.#busySince = performance.now();
    // The socket's whole chunk of deliveries comes in first.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#buffer.length > 0 && !this.#stopping.signal.aborted) {
      const batch = this.#nextBatch();
      if (await this.#handleUntilDone(batch.map(({ message }) => message))) acknowledge(batch);
    }
    this.#busySince = undefined;
  }

  #nextBatch(): Arrival<Message>[] {
    let bytes = 0;
    let count = 0;
    for (const { delivery } of this.#buffer) {
      bytes += delivery.body.length;
      if (count === this.#most || (bytes > MAX_BYTES && count > 0)) break;
      count += 1;
    }
    return this.#buffer.splice(0, count);
  }

  /** False when it is stopped first. */
  async #handleUntilDone(batch: readonly Message[]): Promise<boolean> {
    const { signal } = this.#stopping;
    let retryMs = FIRST_RETRY_MS;
    let paused = false;
    for (let done = 0; done < batch.length;) {
      const part = batch.slice(done, done + this.#most);
      try {
        await this.handler.handle(part);
        done += part.length;
        retryMs = FIRST_RETRY_MS;
      } catch (error) {
        this.handler.failed(error, part.length);
        this.#most = Math.ceil(Math.max(part.length / 2, this.maxMessages * SMALLEST));
        if (!paused) this.#pause();
        paused = true;
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return false;
        retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
      }
    }
    // What was handled in parts comes again, and must not be too much again.
    if (paused) this.#resume();
    else this.#most = Math.min(this.#most + Math.ceil(this.maxMessages * GROWTH), this.maxMessages);
    return true;
  }

  #pause(): void {
    this.#buffer = [];
    // Not awaited: a broker that hangs must not keep the batch from being tried again.
    for (const source of this.#sources) void source.pause();
  }

  #resume(): void {
    this.handler.recovered();
    for (const source of this.#sources) source.resume();
  }
}

/** Settling a delivery settles the earlier ones of its source. */
function acknowledge(batch: readonly Arrival<unknown>[]): void {
  const newest = new Map(batch.map(({ source, delivery }) => [source, delivery]));
  for (const delivery of newest.values()) delivery.ackUpTo();
}
