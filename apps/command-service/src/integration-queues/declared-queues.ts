import { setTimeout as sleep } from 'node:timers/promises';
import { Broker, BrokerUnavailable, declareQuorumQueue, ErrandChannels } from '@daybook/rabbitmq';
import { ENTRIES_EXCHANGE, integrationBindingKeys, integrationQueueName } from '@daybook/timeline-contracts';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Channel } from 'amqplib';
import type { Logger as PinoLogger } from 'pino';
import { Logger } from '../logger.js';
import { IntegrationQueues, type IntegrationQueue } from './integration-queues.js';

/** A queue takes no more of RabbitMQ's disk than this, however long its messages are. */
const MOST_BYTES = 1024 ** 3;
const RETRY_MS = 2_000;

/** Of a queue in RabbitMQ. */
export interface QueueState {
  readonly messages: number;
  readonly consumers: number;
}

/** Makes the queues in RabbitMQ: when they are asked for, and again on every connection, should it have lost them. */
@Injectable()
export class DeclaredQueues implements OnModuleDestroy {
  readonly #channels: ErrandChannels;
  readonly #logger: PinoLogger;
  readonly #closing = new AbortController();
  #connections = 0;

  constructor(
    private readonly queues: IntegrationQueues,
    broker: Broker,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'integration-queues' });
    this.#channels = new ErrandChannels(broker);
    broker.onConnection(async () => void this.#declareAll((this.#connections += 1)));
  }

  onModuleDestroy(): void {
    this.#closing.abort();
  }

  /**
   * Makes it, unless it is there.
   *
   * @throws BrokerUnavailable
   */
  declare(queue: IntegrationQueue): Promise<QueueState> {
    return this.#channels.run((channel) => declare(channel, queue));
  }

  /**
   * The queue with all its messages.
   *
   * @throws BrokerUnavailable
   */
  async remove(account: string, name: string): Promise<void> {
    await this.#channels.run((channel) => channel.deleteQueue(integrationQueueName(account, name)));
  }

  async #declareAll(connection: number): Promise<void> {
    const { signal } = this.#closing;
    const declared = new Set<string>();
    const refused = new Set<string>();
    while (!signal.aborted && connection === this.#connections) {
      try {
        if (await this.#declareMissing(declared, refused)) return;
      } catch (error) {
        this.#logger.debug({ err: error }, 'queues are not known yet');
      }
      await sleep(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /**
   * Each by itself: one that RabbitMQ always refuses, since somebody has made another of its name, holds up no other.
   * They are read anew each time, so that one that was removed meanwhile does not come back.
   *
   * @returns whether all are there
   */
  async #declareMissing(declared: Set<string>, refused: Set<string>): Promise<boolean> {
    let all = true;
    for (const queue of await this.queues.all()) {
      const name = integrationQueueName(queue.account, queue.name);
      if (declared.has(name)) continue;
      try {
        await this.declare(queue);
        declared.add(name);
      } catch (error) {
        all = false;
        const facts = { err: error, queue: name };
        // That RabbitMQ is away is told elsewhere, and a refusal once on each connection.
        if (error instanceof BrokerUnavailable || refused.has(name))
          this.#logger.debug(facts, 'not declared yet');
        else {
          refused.add(name);
          this.#logger.warn(facts, 'RabbitMQ refuses a queue');
        }
      }
    }
    return all;
  }
}

async function declare(channel: Channel, wanted: IntegrationQueue): Promise<QueueState> {
  const { account, name, types, maxLength } = wanted;
  const queue = integrationQueueName(account, name);
  await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
  const dropBeyond = { messages: maxLength, bytes: MOST_BYTES };
  const { messageCount, consumerCount } = await declareQuorumQueue(channel, { name: queue, dropBeyond });
  for (const key of integrationBindingKeys(account, types)) {
    await channel.bindQueue(queue, ENTRIES_EXCHANGE, key);
  }
  return { messages: messageCount, consumers: consumerCount };
}
