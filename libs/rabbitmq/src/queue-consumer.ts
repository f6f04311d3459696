import type { Channel, ChannelModel, ConsumeMessage, MessageProperties } from 'amqplib';
import type { Broker } from './broker.js';

/** A message in hand. `ackUpTo` settles it and every earlier one of this consumer; on a channel that is gone it does nothing, and RabbitMQ delivers them again. */
export interface Delivery {
  readonly body: Buffer;
  readonly routingKey: string;
  readonly redelivered: boolean;
  readonly properties: MessageProperties;
  ackUpTo(): void;
}

export interface QueueConsumerOptions {
  readonly queue: string;
  /** How many messages may be in hand unsettled. */
  readonly prefetch: number;
  readonly declare: (channel: Channel) => Promise<void>;
  readonly onDelivery: (delivery: Delivery) => void;
  /** The messages in hand are lost to this consumer and will come again, here or elsewhere. */
  readonly onInterrupted?: () => void;
}

const REOPEN_DELAY_MS = 500;
const CLOSE_DEADLINE_MS = 1_000;

/** Consumes one queue on a channel of its own, and again after every reconnection, until paused. */
export class QueueConsumer {
  #connection: ChannelModel | undefined;
  #channel: Channel | undefined;
  #paused = false;
  /** Counts attempts to open a channel: one that was overtaken, or paused meanwhile, gives its channel up. */
  #attempt = 0;
  #reopening: NodeJS.Timeout | undefined;

  constructor(
    broker: Broker,
    private readonly options: QueueConsumerOptions,
  ) {
    broker.onConnection((connection) => {
      this.#connection = connection;
      connection.once('close', () => {
        if (this.#connection === connection) this.#connection = undefined;
      });
      return this.#open(connection);
    });
  }

  /**
   * Gives the messages in hand back and takes no more. Never a nack: that would count as a failed delivery. Waits a
   * second at most for a broker that hangs.
   */
  async pause(): Promise<void> {
    this.#paused = true;
    this.#attempt += 1;
    const channel = this.#channel;
    this.#channel = undefined;
    if (!channel) return;
    this.options.onInterrupted?.();
    const closed = channel.close().catch(() => undefined);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_DEADLINE_MS).unref())]);
  }

  /** Takes messages again. */
  resume(): void {
    this.#paused = false;
    this.#reopen();
  }

  /** For a channel that closed alone, or a pause that is over. On a connection that is gone, reconnecting does it. */
  #reopen(): void {
    const connection = this.#connection;
    if (!connection || this.#channel || this.#paused) return;
    this.#open(connection).catch(() => this.#reopenLater());
  }

  /** A refused opening is told twice, by what was asked for and by the channel that closes. */
  #reopenLater(): void {
    this.#reopening ??= setTimeout(() => {
      this.#reopening = undefined;
      this.#reopen();
    }, REOPEN_DELAY_MS).unref();
  }

  async #open(connection: ChannelModel): Promise<void> {
    if (this.#paused) return;
    this.#attempt += 1;
    const attempt = this.#attempt;
    const { queue, prefetch, declare, onDelivery, onInterrupted } = this.options;
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    channel.on('close', () => {
      // What is in hand by now is of another channel.
      if (attempt !== this.#attempt) return;
      this.#channel = undefined;
      onInterrupted?.();
      this.#reopenLater();
    });
    await declare(channel);
    await channel.prefetch(prefetch);
    if (attempt !== this.#attempt) return channel.close();
    this.#channel = channel;
    await channel.consume(queue, (message) => {
      // A null message says that the broker ended the consumer, e.g. since the queue was deleted.
      if (!message) void channel.close().catch(() => undefined);
      else if (this.#channel === channel) onDelivery(deliveryOf(channel, message));
    });
  }
}

function deliveryOf(channel: Channel, message: ConsumeMessage): Delivery {
  return {
    body: message.content,
    routingKey: message.fields.routingKey,
    redelivered: message.fields.redelivered,
    properties: message.properties,
    ackUpTo: () => {
      try {
        channel.ack(message, true);
      } catch {
        // The channel closed: the broker has put the message back already.
      }
    },
  };
}
