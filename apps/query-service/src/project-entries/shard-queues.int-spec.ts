import { freshVhost, type Vhost } from '@daybook/test-servers';
import { ENTRIES_EXCHANGE } from '@daybook/timeline-contracts';
import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { shardQueue } from './shard-queues.js';

let vhost: Vhost;
let connection: ChannelModel;
let channel: ConfirmChannel;

beforeAll(async () => {
  vhost = await freshVhost();
  connection = await connect(vhost.url);
  channel = await connection.createConfirmChannel();
});

afterAll(async () => {
  await connection.close();
  await vhost.drop();
});

it('takes the place of the queue that was declared with other arguments', async () => {
  const retired = 'daybook.query.timeline.shard-3';
  const { queue, declare } = shardQueue(3);
  await channel.assertQueue(retired, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', 'x-dead-letter-strategy': 'at-least-once' },
  });
  await declare(channel);
  // As on every connection.
  await declare(channel);
  channel.publish(ENTRIES_EXCHANGE, 'entry-recorded.v2.local.acme.3.trigger', Buffer.from('{}'));
  await channel.waitForConfirms();
  expect(await channel.checkQueue(queue)).toMatchObject({ messageCount: 1 });
  const another = await connection.createChannel();
  another.on('error', () => undefined);
  await expect(another.checkQueue(retired)).rejects.toThrow(/NOT_FOUND/);
});
