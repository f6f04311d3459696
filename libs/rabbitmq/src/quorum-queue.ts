import type { Channel, Replies } from 'amqplib';

export interface QuorumQueueOptions {
  readonly name: string;
  /** One consumer gets the messages, the others stand by (https://www.rabbitmq.com/docs/consumers#single-active-consumer). */
  readonly singleActiveConsumer?: boolean;
  /**
   * Where messages go that were delivered too often, or expired: an exchange and its routing key. At most once: what
   * no queue is bound for is dropped.
   */
  readonly deadLetter?: { readonly exchange: string; readonly routingKey: string };
  /** Messages are dropped after this time. */
  readonly lifetimeMs?: number;
  /** The oldest messages are dropped beyond this number or these bytes, so that no publisher waits for a consumer. */
  readonly dropBeyond?: { readonly messages: number; readonly bytes: number };
}

/** A backstop only: consumers park what they can't read themselves, long before this. */
const DELIVERY_LIMIT = 1_000;

/**
 * Declares a durable quorum queue. Never with `x-dead-letter-strategy: at-least-once`: the workers for that share a
 * supervisor that ends for good when a few fail at once (two within 5 s in RabbitMQ 3.10, 100 within 1 s in 4.x,
 * https://github.com/rabbitmq/rabbitmq-server/issues/16652). From then on, until the node restarts, whoever declares
 * such a queue or uses one that has a new leader loses the connection (541 INTERNAL_ERROR).
 */
export async function declareQuorumQueue(
  channel: Channel,
  options: QuorumQueueOptions,
): Promise<Replies.AssertQueue> {
  const { name, singleActiveConsumer = false, deadLetter, lifetimeMs, dropBeyond } = options;
  return channel.assertQueue(name, {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      'x-single-active-consumer': singleActiveConsumer,
      'x-delivery-limit': DELIVERY_LIMIT,
      ...(lifetimeMs !== undefined && { 'x-message-ttl': lifetimeMs }),
      ...(dropBeyond && {
        'x-max-length': dropBeyond.messages,
        'x-max-length-bytes': dropBeyond.bytes,
        'x-overflow': 'drop-head',
      }),
      ...(deadLetter && {
        'x-dead-letter-exchange': deadLetter.exchange,
        'x-dead-letter-routing-key': deadLetter.routingKey,
      }),
    },
  });
}
