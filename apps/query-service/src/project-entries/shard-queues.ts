import { Broker, declareQuorumQueue, QueueConsumer } from '@daybook/rabbitmq';
import { ENTRIES_EXCHANGE, shardBindingKeys } from '@daybook/timeline-contracts';
import { SHARD_COUNT } from '@daybook/timeline-domain';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Channel } from 'amqplib';
import { Projector } from './projector.js';

/** Messages of a shard in hand: enough for full batches, with eight shards. */
const PREFETCH = 500;
const DEAD_LETTERS = 'daybook.query.dead-letters';

/** The projector's queues: one a shard, each consumed by one replica at a time. */
@Injectable()
export class ShardQueues implements BeforeApplicationShutdown {
  constructor(
    broker: Broker,
    private readonly projector: Projector,
  ) {
    for (let shard = 0; shard < SHARD_COUNT; shard += 1) {
      const consumer: QueueConsumer = new QueueConsumer(broker, {
        queue: shardQueue(shard),
        prefetch: PREFETCH,
        declare: (channel) => declareShardQueue(channel, shard),
        onDelivery: (delivery) => projector.take(consumer, delivery),
        onInterrupted: () => projector.interrupted(consumer),
      });
      projector.addSource(consumer);
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.projector.stop();
  }
}

export function shardQueue(shard: number): string {
  return `daybook.query.timeline.shard-${shard}`;
}

async function declareShardQueue(channel: Channel, shard: number): Promise<void> {
  await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
  await channel.assertExchange(DEAD_LETTERS, 'fanout', { durable: true });
  await declareQuorumQueue(channel, { name: DEAD_LETTERS });
  await channel.bindQueue(DEAD_LETTERS, DEAD_LETTERS, '');
  const name = shardQueue(shard);
  await declareQuorumQueue(channel, {
    name,
    singleActiveConsumer: true,
    deadLetter: { exchange: DEAD_LETTERS, routingKey: name },
  });
  for (const key of shardBindingKeys(shard)) await channel.bindQueue(name, ENTRIES_EXCHANGE, key);
}
