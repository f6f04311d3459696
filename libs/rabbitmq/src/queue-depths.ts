import type { ErrandChannels } from './errand-channels.js';

export interface QueueDepth {
  readonly queue: string;
  /** That wait; those that a consumer has in hand are not among them. */
  readonly messages: number;
  readonly consumers: number;
}

/**
 * How many messages wait in these queues, which must exist.
 *
 * @throws BrokerUnavailable
 * @throws Error with the code 404 where one does not exist
 */
export function queueDepths(channels: ErrandChannels, queues: readonly string[]): Promise<QueueDepth[]> {
  return channels.run(async (channel) => {
    const depths: QueueDepth[] = [];
    for (const queue of queues) {
      const { messageCount, consumerCount } = await channel.checkQueue(queue);
      depths.push({ queue, messages: messageCount, consumers: consumerCount });
    }
    return depths;
  });
}
