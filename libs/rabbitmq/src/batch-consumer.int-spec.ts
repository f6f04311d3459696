import { freshVhost, waitFor, type Vhost } from '@daybook/test-servers';
import { connect, type Channel, type ConfirmChannel, type ChannelModel } from 'amqplib';
import { pino } from 'pino';
import { BatchConsumer, type BatchHandler } from './batch-consumer.js';
import { Broker } from './broker.js';
import { declareQuorumQueue } from './quorum-queue.js';

const QUEUE = 'work';
const MAX_MESSAGES = 40;

let vhost: Vhost;
let admin: ChannelModel;
let channel: ConfirmChannel;
let broker: Broker;

beforeEach(async () => {
  vhost = await freshVhost();
  admin = await connect(vhost.url);
  channel = await admin.createConfirmChannel();
  await declare(channel);
  broker = new Broker({ url: vhost.url, name: 'spec', logger: pino({ level: 'silent' }) });
});

afterEach(async () => {
  await broker.close();
  await admin.close();
  await vhost.drop();
});

async function declare(on: Channel): Promise<void> {
  await declareQuorumQueue(on, { name: QUEUE });
}

async function send(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) channel.sendToQueue(QUEUE, Buffer.from(String(n)), { persistent: true });
  await channel.waitForConfirms();
}

/** A server that does no more than so many at a time. */
class Slow implements BatchHandler<number> {
  /** Some come again, as after any failure. */
  readonly handled = new Set<number>();
  readonly refusedSizes: number[] = [];
  largest = 0;
  most = MAX_MESSAGES;

  read({ body }: { body: Buffer }): number {
    return Number(body.toString());
  }

  async handle(batch: readonly number[]): Promise<void> {
    if (batch.length > this.most) throw new Error('not before the deadline');
    this.largest = Math.max(this.largest, batch.length);
    for (const message of batch) this.handled.add(message);
  }

  failed(_error: unknown, messages: number): void {
    this.refusedSizes.push(messages);
  }

  recovered(): void {}
}

it('handles what is too much for one time in parts, in order, and more again when that goes', async () => {
  const slow = new Slow();
  slow.most = 5;
  await send(MAX_MESSAGES);
  const consumer = new BatchConsumer(
    broker,
    [{ queue: QUEUE, prefetch: 1_000, declare }],
    slow,
    MAX_MESSAGES,
  );
  await broker.open();
  const done = (count: number) =>
    waitFor(() => slow.handled.size === count, { what: `${count} messages`, timeoutMs: 30_000 });
  await done(MAX_MESSAGES);
  expect([...slow.handled]).toStrictEqual(Array.from({ length: MAX_MESSAGES }, (_, n) => n));
  expect(slow.refusedSizes[0]).toBeGreaterThan(slow.most);

  slow.most = MAX_MESSAGES;
  await send(MAX_MESSAGES * 10);
  await done(MAX_MESSAGES * 10);
  expect(slow.largest).toBeGreaterThan(5);
  await consumer.stop();
  expect((await channel.checkQueue(QUEUE)).messageCount).toBe(0);
});
