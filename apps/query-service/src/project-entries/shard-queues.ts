import { declareQuorumQueue, type ConsumedQueue } from '@daybook/rabbitmq';
import { ENTRIES_EXCHANGE, shardBindingKeys, shardQueueName } from '@daybook/timeline-contracts';
import type { Channel } from 'amqplib';

/** Messages of a shard in hand: enough for full batches, with eight shards. */
const PREFETCH = 500;
const DEAD_LETTERS = 'daybook.query.dead-letters';
/** What was delivered too often, or expired: kept for a day, for whoever looks into it. The feed has it all. */
const UNDELIVERED = 'daybook.query.undelivered';
const UNDELIVERED_LIFETIME_MS = 24 * 60 * 60 * 1_000;

/** Its dead letters were kept at least once, which can end a queue for good (see `declareQuorumQueue`). The feed has what is in it. */
const retiredQueueName = (shard: number): string => `daybook.query.timeline.shard-${shard}`;

/** A shard's queue, consumed by one replica at a time while the others stand by. */
export function shardQueue(shard: number): ConsumedQueue {
  const queue = shardQueueName(shard);
  return { queue, prefetch: PREFETCH, declare: (channel) => declareShardQueue(channel, queue, shard) };
}

async function declareShardQueue(channel: Channel, name: string, shard: number): Promise<void> {
  await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
  await channel.assertExchange(DEAD_LETTERS, 'fanout', { durable: true });
  await declareQuorumQueue(channel, { name: UNDELIVERED, lifetimeMs: UNDELIVERED_LIFETIME_MS });
  await channel.bindQueue(UNDELIVERED, DEAD_LETTERS, '');
  await declareQuorumQueue(channel, {
    name,
    singleActiveConsumer: true,
    deadLetter: { exchange: DEAD_LETTERS, routingKey: name },
  });
  for (const key of shardBindingKeys(shard)) await channel.bindQueue(name, ENTRIES_EXCHANGE, key);
  await channel.deleteQueue(retiredQueueName(shard));
}
