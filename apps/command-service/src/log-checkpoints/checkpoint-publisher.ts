import { setTimeout as delay } from 'node:timers/promises';
import { Broker, ConfirmPublisher } from '@daybook/rabbitmq';
import {
  CLOUD_EVENTS_CONTENT_TYPE,
  ENTRIES_EXCHANGE,
  LOG_CHECKPOINT_V1,
  logCheckpointKey,
  type SignedCheckpointV1,
} from '@daybook/timeline-contracts';
import { formatLogPosition } from '@daybook/timeline-domain';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Gauge } from 'prom-client';
import type { Logger as PinoLogger } from 'pino';
import { Config } from '../config.js';
import { ChainedLog } from '../export-log/chained-log.js';
import { Logger } from '../logger.js';
import { Checkpoints } from './checkpoints.js';

const CONFIRM_DEADLINE_MS = 2_000;
/** A service that stops waits no longer than this for its last checkpoint, whatever server hangs. */
const LAST_DEADLINE_MS = 2_000;

const published = new Gauge({
  name: 'daybook_checkpoint_position',
  help: 'Position of the last signed checkpoint that the broker has confirmed',
});

/**
 * Tells whoever listens, and the service's log, what the log has come to: now and then while it grows, and once more
 * at the end of the service. Each replica does, and a checkpoint that comes twice harms nobody.
 */
@Injectable()
export class CheckpointPublisher implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stop = new AbortController();
  readonly #publisher: ConfirmPublisher;
  readonly #logger: PinoLogger;
  #running: Promise<void> | undefined;
  #published = 0;

  constructor(
    private readonly config: Config,
    private readonly log: ChainedLog,
    private readonly checkpoints: Checkpoints,
    broker: Broker,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'checkpoints' });
    this.#publisher = new ConfirmPublisher(broker, async (channel) => {
      await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
    });
  }

  onApplicationBootstrap(): void {
    if (this.checkpoints.signed) this.#running = this.#run();
  }

  /** After the doors have closed, and before the servers' connections do. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.#running) return;
    this.#stop.abort();
    const last = this.#running.then(() => this.#publish());
    await Promise.race([last, delay(LAST_DEADLINE_MS, undefined, { ref: false })]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await delay(this.config.checkpointSeconds * 1_000, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.#publish();
    }
  }

  /** Nothing depends on a single checkpoint: what fails is told by the next. */
  async #publish(): Promise<void> {
    try {
      const head = await this.log.chainHead();
      if (head.position === this.#published) return;
      const signed = await this.checkpoints.sign(head);
      this.#logger.info(signed, 'log checkpoint');
      const { error } = await this.#publisher.publishAll([toMessage(signed)], CONFIRM_DEADLINE_MS);
      if (error) throw error;
      this.#published = head.position;
      published.set(head.position);
    } catch (error) {
      this.#logger.warn({ err: error }, 'checkpoint not published');
    }
  }
}

function toMessage(data: SignedCheckpointV1) {
  const id = `${formatLogPosition(data)}@${data.time}`;
  const event = {
    specversion: '1.0',
    id,
    source: `/daybook/logs/${data.log}`,
    type: LOG_CHECKPOINT_V1,
    time: data.time,
    datacontenttype: 'application/json',
    data,
  };
  return {
    exchange: ENTRIES_EXCHANGE,
    routingKey: logCheckpointKey(data.log),
    messageId: id,
    body: Buffer.from(JSON.stringify(event)),
    options: {
      contentType: CLOUD_EVENTS_CONTENT_TYPE,
      type: LOG_CHECKPOINT_V1,
      appId: 'daybook-command-service',
    },
  };
}
