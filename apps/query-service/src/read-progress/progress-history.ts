import { setTimeout as sleep } from 'node:timers/promises';
import { Broker, ErrandChannels, queueDepths, type QueueDepth } from '@daybook/rabbitmq';
import { shardQueueName, type ProgressSample } from '@daybook/timeline-contracts';
import { SHARD_COUNT } from '@daybook/timeline-domain';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Progress } from '../project-entries/progress.js';

export const EVERY_SECONDS = 5;
/** Half an hour. */
const MOST_SAMPLES = (30 * 60) / EVERY_SECONDS;
const QUEUES = Array.from({ length: SHARD_COUNT }, (_, shard) => shardQueueName(shard));

/** What whoever opens a picture of the last half hour wants to see at once. In memory: gone with the process. */
@Injectable()
export class ProgressHistory implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #channels: ErrandChannels;
  readonly #stopping = new AbortController();
  readonly #samples: ProgressSample[] = [];
  #queues: readonly QueueDepth[] | null = null;
  #running: Promise<void> | undefined;

  constructor(
    private readonly progress: Progress,
    broker: Broker,
  ) {
    this.#channels = new ErrandChannels(broker);
  }

  /** Oldest first. */
  get samples(): readonly ProgressSample[] {
    return this.#samples;
  }

  /** As of the last sample; null: RabbitMQ did not answer. */
  get queues(): readonly QueueDepth[] | null {
    return this.#queues;
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#sample();
      await sleep(EVERY_SECONDS * 1_000, undefined, { signal }).catch(() => undefined);
    }
  }

  async #sample(): Promise<void> {
    // Whatever keeps the depths from being known, such as a queue that is not declared yet, they are not known.
    this.#queues = await queueDepths(this.#channels, QUEUES).catch(() => null);
    const { progress } = this;
    this.#samples.push({
      at: new Date().toISOString(),
      head: progress.head,
      watermark: progress.watermark.position,
      queued: this.#queues && this.#queues.reduce((sum, { messages }) => sum + messages, 0),
      lagMs: progress.lag(),
    });
    if (this.#samples.length > MOST_SAMPLES) this.#samples.shift();
  }
}
