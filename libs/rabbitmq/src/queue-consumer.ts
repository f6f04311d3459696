import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Broker } from './broker.js';

/** A message in hand. `ackUpTo` settles it and every earlier one of this consumer; on a channel that is gone it does nothing, and RabbitMQ delivers them again. */
export interface Delivery {
  readonly body: Buffer;
  readonly routingKey: string;
  readonly redelivered: boolean;
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

/** Consumes one queue on a channel of its own, and again after every reconnection, until paused. */
export class QueueConsumer {
  #connection: ChannelModel | undefined;
  #channel: Channel | undefined;
  #paused = false;

  constructor(
    broker: Broker,
    private readonly options: QueueConsumerOptions,
  ) {
    broker.onConnection((connection) => {
      this.#connection = connection;
      return this.#open(connection);
    });
  }

  /** Gives the messages in hand back and takes no more. Never a nack: that would count as a failed delivery. */
  async pause(): Promise<void> {
    this.#paused = true;
    const channel = this.#channel;
    this.#channel = undefined;
    await channel?.close().catch(() => undefined);
  }

  /** Takes messages again. */
  resume(): void {
    this.#paused = false;
    this.#reopen();
  }

  /** For a channel that closed alone, or a pause that is over. On a connection that is gone, reconnecting does it. */
  #reopen(): void {
    const connection = this.#connection;
    if (connection && !this.#channel) void this.#open(connection).catch(() => undefined);
  }

  async #open(connection: ChannelModel): Promise<void> {
    if (this.#paused) return;
    const { queue, prefetch, declare, onDelivery, onInterrupted } = this.options;
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    channel.on('close', () => {
      if (this.#channel === channel) this.#channel = undefined;
      onInterrupted?.();
      setTimeout(() => this.#reopen(), REOPEN_DELAY_MS).unref();
    });
    await declare(channel);
    await channel.prefetch(prefetch);
    this.#channel = channel;
    await channel.consume(queue, (message) => {
      // A null message says that the broker ended the consumer, e.g. since the queue was deleted.
      if (message) onDelivery(deliveryOf(channel, message));
      else void channel.close().catch(() => undefined);
    });
  }
}

function deliveryOf(channel: Channel, message: ConsumeMessage): Delivery {
  return {
    body: message.content,
    routingKey: message.fields.routingKey,
    redelivered: message.fields.redelivered,
    ackUpTo: () => {
      try {
        channel.ack(message, true);
      } catch {
        // The channel closed: the broker has put the message back already.
      }
    },
  };
}
