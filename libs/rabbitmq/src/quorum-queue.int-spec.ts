import { freshVhost, waitFor, type Vhost } from '@daybook/test-servers';
import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { management } from '../test/management.js';
import { declareQuorumQueue } from './quorum-queue.js';

let vhost: Vhost;
let connection: ChannelModel;
let channel: ConfirmChannel;

beforeEach(async () => {
  vhost = await freshVhost();
  connection = await connect(vhost.url);
  channel = await connection.createConfirmChannel();
});

afterEach(async () => {
  await connection.close();
  await vhost.drop();
});

async function send(queue: string, ...texts: string[]): Promise<void> {
  for (const text of texts) channel.sendToQueue(queue, Buffer.from(text), { persistent: true });
  await channel.waitForConfirms();
}

it('can be declared any number of times, and by no other arguments', async () => {
  for (let turn = 0; turn < 2; turn += 1) {
    await declareQuorumQueue(channel, { name: 'work', singleActiveConsumer: true });
  }
  const other = await connection.createChannel();
  other.on('error', () => undefined);
  await expect(declareQuorumQueue(other, { name: 'work' })).rejects.toThrow(/PRECONDITION_FAILED/);
});

it.each([
  [true, [6, 0]],
  [false, [3, 3]],
])('single active consumer: %s', async (singleActiveConsumer, expected) => {
  await declareQuorumQueue(channel, { name: 'work', singleActiveConsumer });
  const taken = [0, 0];
  for (const index of [0, 1]) {
    const own = await connection.createChannel();
    await own.consume('work', () => (taken[index]! += 1), { noAck: true });
  }
  await send('work', '1', '2', '3', '4', '5', '6');
  await waitFor(() => taken[0]! + taken[1]! === 6, { what: 'the messages', timeoutMs: 5_000 });
  expect(taken).toEqual(expected);
});

describe('what is rejected', () => {
  const deadLetter = { exchange: 'dead', routingKey: 'work' };

  beforeEach(async () => {
    await channel.assertExchange('dead', 'direct', { durable: true });
    await declareQuorumQueue(channel, { name: 'work', deadLetter });
  });

  async function reject(text: string): Promise<void> {
    await send('work', text);
    const message = await channel.get('work');
    if (message) channel.reject(message, false);
  }

  it('goes to the dead letters', async () => {
    await declareQuorumQueue(channel, { name: 'dead-letters' });
    await channel.bindQueue('dead-letters', 'dead', 'work');
    await reject('bad');
    const dead = await waitFor(() => channel.get('dead-letters', { noAck: true }), {
      what: 'the dead letter',
      timeoutMs: 10_000,
    });
    expect(dead.content.toString()).toBe('bad');
    expect(dead.properties.headers).toMatchObject({
      'x-first-death-queue': 'work',
      'x-first-death-reason': 'rejected',
    });
  });

  it('needs none of the workers that can end for good', async () => {
    const queue = await management<{ arguments: object }>('GET', `queues/${vhost.name}/work`);
    expect(queue.arguments).not.toHaveProperty('x-dead-letter-strategy');
  });
});
