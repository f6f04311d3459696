import { Broker } from '@daybook/rabbitmq';
import { freshVhost, waitFor, type Vhost } from '@daybook/test-servers';
import { integrationQueueName } from '@daybook/timeline-contracts';
import { connect, type ChannelModel } from 'amqplib';
import { pino } from 'pino';
import { DeclaredQueues } from './declared-queues.js';
import type { IntegrationQueues, IntegrationQueue } from './integration-queues.js';

let vhost: Vhost;
let admin: ChannelModel;
let broker: Broker;
let declared: DeclaredQueues;
let wanted: IntegrationQueue[];
let timesRead: number;
let warnings: Record<string, unknown>[];

beforeEach(async () => {
  vhost = await freshVhost();
  admin = await connect(vhost.url);
  [wanted, timesRead, warnings] = [[], 0, []];
  broker = new Broker({ url: vhost.url, name: 'spec', logger: pino({ level: 'silent' }) });
  const queues = {
    async all() {
      timesRead += 1;
      return wanted;
    },
  } as Partial<IntegrationQueues> as IntegrationQueues;
  const logger = pino({ level: 'warn' }, { write: (line) => warnings.push(JSON.parse(line)) });
  declared = new DeclaredQueues(queues, broker, logger);
});

afterEach(async () => {
  declared.onModuleDestroy();
  await broker.close();
  await admin.close();
  await vhost.drop();
});

const queue = (name: string): IntegrationQueue => ({
  ...{ account: 'acme', name, types: [], maxLength: 10, createdBy: 'spec', createdAt: 0 },
});
const nameOf = (name: string) => integrationQueueName('acme', name);

/** On a channel of its own, which RabbitMQ closes where there is none. */
async function isThere(name: string): Promise<boolean> {
  const channel = await admin.createChannel();
  channel.on('error', () => undefined);
  return channel.checkQueue(nameOf(name)).then(
    async () => channel.close().then(() => true),
    () => false,
  );
}

it('declares each queue by itself, tells once of one that is refused, and tries that one alone again', async () => {
  const channel = await admin.createChannel();
  await channel.assertQueue(nameOf('refused'), { durable: true });
  wanted = ['before', 'refused', 'behind'].map(queue);
  await broker.open();
  const triedAgain = (times: number): Promise<boolean> =>
    waitFor(() => timesRead >= times, { what: 'another try', timeoutMs: 10_000 });
  await triedAgain(2);
  expect([await isThere('before'), await isThere('behind')]).toStrictEqual([true, true]);

  await channel.deleteQueue(nameOf('before'));
  await triedAgain(timesRead + 2);
  expect(await isThere('before')).toBe(false);
  expect(warnings).toMatchObject([{ queue: nameOf('refused'), err: { code: 406 } }]);

  await channel.deleteQueue(nameOf('refused'));
  await waitFor(() => isThere('refused'), { what: 'the queue that was refused', timeoutMs: 10_000 });
});

it('does not make a queue that was removed while it was refused', async () => {
  const channel = await admin.createChannel();
  await channel.assertQueue(nameOf('refused'), { durable: true });
  wanted = [queue('refused')];
  await broker.open();
  await waitFor(() => warnings.length > 0, { what: 'the refusal', timeoutMs: 10_000 });
  wanted = [queue('last')];
  await channel.deleteQueue(nameOf('refused'));
  await waitFor(() => isThere('last'), { what: 'the queue that is wanted', timeoutMs: 10_000 });
  expect(await isThere('refused')).toBe(false);
});
