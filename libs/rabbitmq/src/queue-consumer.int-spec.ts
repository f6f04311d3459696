import { freshVhost, tcpProxy, waitFor, type TcpProxy, type Vhost } from '@daybook/test-servers';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { pino } from 'pino';
import { Broker } from './broker.js';
import { declareQuorumQueue } from './quorum-queue.js';
import { QueueConsumer, type Delivery } from './queue-consumer.js';

const QUEUE = 'work';
const logger = pino({ level: 'silent' });

let vhost: Vhost;
let proxy: TcpProxy;
let admin: ChannelModel;
let channel: Channel;
const brokers: Broker[] = [];

beforeEach(async () => {
  vhost = await freshVhost();
  proxy = await tcpProxy(vhost.url);
  admin = await connect(vhost.url);
  channel = await admin.createChannel();
  await declare(channel);
});

afterEach(async () => {
  await proxy.restore();
  await Promise.all(brokers.splice(0).map((broker) => broker.close()));
  await proxy.close();
  await admin.close();
  await vhost.drop();
});

async function declare(channel: Channel): Promise<void> {
  await declareQuorumQueue(channel, { name: QUEUE, singleActiveConsumer: true });
}

interface Reader {
  readonly consumer: QueueConsumer;
  readonly broker: Broker;
  readonly deliveries: Delivery[];
  readonly texts: () => string[];
  interruptions: number;
}

async function read({
  url = vhost.url,
  prefetch = 100,
  settle = false,
  declares = declare,
} = {}): Promise<Reader> {
  const broker = new Broker({ url, name: 'spec', logger, heartbeatSeconds: 1 });
  brokers.push(broker);
  const deliveries: Delivery[] = [];
  const consumer = new QueueConsumer(broker, {
    queue: QUEUE,
    prefetch,
    declare: declares,
    onDelivery: (delivery) => {
      deliveries.push(delivery);
      if (settle) delivery.ackUpTo();
    },
    onInterrupted: () => (reader.interruptions += 1),
  });
  const texts = () => deliveries.map(({ body }) => body.toString());
  const reader: Reader = { consumer, broker, deliveries, texts, interruptions: 0 };
  await broker.open();
  return reader;
}

function send(...texts: string[]): void {
  for (const text of texts) channel.sendToQueue(QUEUE, Buffer.from(text), { persistent: true });
}

const arrived = (reader: Reader, count: number): Promise<unknown> =>
  waitFor(() => reader.deliveries.length >= count, { what: `${count} messages`, timeoutMs: 15_000 });

const settled = (): Promise<unknown> =>
  waitFor(
    async () => {
      const { messageCount, consumerCount } = await channel.checkQueue(QUEUE);
      return messageCount === 0 && consumerCount > 0;
    },
    { what: 'an empty queue', timeoutMs: 10_000 },
  );

it('delivers in order, no more than the prefetch at a time, and settles up to a delivery', async () => {
  send('1', '2', '3', '4', '5');
  const reader = await read({ prefetch: 3 });
  await arrived(reader, 3);
  expect(reader.texts()).toEqual(['1', '2', '3']);
  reader.deliveries[1]!.ackUpTo();
  await arrived(reader, 5);
  expect(reader.texts()).toEqual(['1', '2', '3', '4', '5']);
  expect(reader.deliveries.some(({ redelivered }) => redelivered)).toBe(false);
});

it('gives back what is in hand when paused, and gets it again when resumed', async () => {
  send('1', '2', '3');
  const reader = await read();
  await arrived(reader, 3);
  reader.deliveries[0]!.ackUpTo();
  await reader.consumer.pause();
  expect(reader.interruptions).toBe(1);
  await waitFor(async () => (await channel.checkQueue(QUEUE)).messageCount === 2, {
    what: 'two messages back in the queue',
    timeoutMs: 5_000,
  });
  // Late, on a channel that is gone: nothing happens.
  reader.deliveries[2]!.ackUpTo();
  reader.consumer.resume();
  await arrived(reader, 5);
  expect(reader.texts().slice(3)).toEqual(['2', '3']);
  expect(reader.deliveries[3]!.redelivered).toBe(true);
});

it('gives up what is in hand with the pause itself: what comes after it is of another channel', async () => {
  const reader = await read();
  send('1');
  await arrived(reader, 1);
  const paused = reader.consumer.pause();
  reader.consumer.resume();
  expect(reader.interruptions).toBe(1);
  await arrived(reader, 2);
  await paused;
  expect(reader.interruptions).toBe(1);
});

it('opens one channel at a time, however often it is refused', async () => {
  const refused = { started: 0, underWay: 0, most: 0 };
  let good = true;
  const reader = await read({
    settle: true,
    declares: async (own) => {
      if (good) return declare(own);
      refused.started += 1;
      refused.most = Math.max(refused.most, (refused.underWay += 1));
      // Another that is opened at the same time gets as far as this before this one is refused.
      for (let asked = 0; asked < 20; asked += 1) await own.checkQueue(QUEUE);
      const other = own.assertQueue(QUEUE, { durable: true, arguments: { 'x-queue-type': 'classic' } });
      await other.finally(() => (refused.underWay -= 1));
    },
  });
  send('1');
  await arrived(reader, 1);
  good = false;
  await reader.consumer.pause();
  reader.consumer.resume();
  await waitFor(() => refused.started >= 4, { what: 'four refusals', timeoutMs: 10_000 });
  expect(refused.most).toBe(1);
  good = true;
  send('2');
  await arrived(reader, 2);
});

it('has one consumer after any number of pauses and resumes at once', async () => {
  const reader = await read({ settle: true });
  await waitFor(async () => (await channel.checkQueue(QUEUE)).consumerCount === 1, {
    what: 'a consumer',
    timeoutMs: 5_000,
  });
  for (let turn = 0; turn < 5; turn += 1) {
    void reader.consumer.pause();
    reader.consumer.resume();
  }
  // Pauses count too when they come while a channel is being opened.
  await reader.consumer.pause();
  await waitFor(async () => (await channel.checkQueue(QUEUE)).consumerCount === 0, {
    what: 'no consumer',
    timeoutMs: 5_000,
  });
  reader.consumer.resume();
  send('1');
  await arrived(reader, 1);
  await settled();
  expect((await channel.checkQueue(QUEUE)).consumerCount).toBe(1);
  expect(reader.texts()).toEqual(['1']);
});

it('comes back after the connection breaks, with what was in hand', async () => {
  const reader = await read({ url: proxy.url });
  send('1', '2');
  await arrived(reader, 2);
  proxy.cut();
  await waitFor(() => reader.broker.state === 'disconnected', {
    what: 'a broken connection',
    timeoutMs: 5_000,
  });
  expect(reader.interruptions).toBeGreaterThan(0);
  send('3');
  await proxy.restore();
  await arrived(reader, 5);
  expect(reader.texts()).toEqual(['1', '2', '1', '2', '3']);
});

it('notices a broker that hangs by its heartbeat, and can be paused meanwhile', async () => {
  const reader = await read({ url: proxy.url });
  send('1');
  await arrived(reader, 1);
  proxy.freeze();
  await waitFor(() => reader.broker.state === 'disconnected', { what: 'the heartbeat', timeoutMs: 10_000 });
  await reader.consumer.pause();
  await proxy.restore();
  await waitFor(() => reader.broker.state === 'connected', { what: 'a connection', timeoutMs: 15_000 });
  reader.consumer.resume();
  await arrived(reader, 2);
  expect(reader.texts()).toEqual(['1', '1']);
});

it('declares the queue again when somebody has deleted it', async () => {
  const reader = await read({ settle: true });
  send('1');
  await arrived(reader, 1);
  await channel.deleteQueue(QUEUE);
  await waitFor(
    async () => {
      const probe = await admin.createChannel();
      probe.on('error', () => undefined);
      return (await probe.checkQueue(QUEUE)).consumerCount === 1;
    },
    { what: 'the queue and its consumer', timeoutMs: 10_000 },
  );
  send('2');
  await arrived(reader, 2);
  expect(reader.texts()).toEqual(['1', '2']);
});

it('hands a queue over to the one that stands by, in order', async () => {
  const first = await read();
  send('1', '2');
  await arrived(first, 2);
  const second = await read();
  await waitFor(() => second.broker.state === 'connected', { what: 'a second reader', timeoutMs: 5_000 });
  first.deliveries[0]!.ackUpTo();
  send('3');
  await arrived(first, 3);
  expect(second.deliveries).toEqual([]);
  await first.broker.close();
  await arrived(second, 2);
  expect(second.texts()).toEqual(['2', '3']);
});
