import { freshVhost, tcpProxy, waitFor, type TcpProxy, type Vhost } from '@daybook/test-servers';
import { connect, type Channel, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { pino } from 'pino';
import { Broker, BrokerUnavailable } from './broker.js';
import { ConfirmPublisher, type OutgoingMessage } from './confirm-publisher.js';

const EXCHANGE = 'facts';
const DEADLINE_MS = 2_000;

let vhost: Vhost;
let proxy: TcpProxy;
let admin: ChannelModel;
let channel: Channel;
let broker: Broker;
let publisher: ConfirmPublisher;
/** Counts how often a publisher's channel was opened. */
let opened: number;
let declare: (channel: ConfirmChannel) => Promise<unknown>;

beforeEach(async () => {
  vhost = await freshVhost();
  proxy = await tcpProxy(vhost.url);
  admin = await connect(vhost.url);
  channel = await admin.createChannel();
  const logger = pino({ level: 'silent' });
  broker = new Broker({ url: proxy.url, name: vhost.name, logger, heartbeatSeconds: 1 });
  opened = 0;
  declare = (own) => own.assertExchange(EXCHANGE, 'topic', { durable: true });
  publisher = new ConfirmPublisher(broker, async (own) => {
    opened += 1;
    await declare(own);
  });
  await broker.open();
});

afterEach(async () => {
  await proxy.restore();
  await Promise.all([broker.close(), admin.close()]);
  await proxy.close();
  await vhost.drop();
});

const ready = (): Promise<unknown> =>
  waitFor(() => publisher.ready, { what: 'a publisher that is ready', timeoutMs: 15_000 });

const messages = (...ids: string[]): OutgoingMessage[] =>
  ids.map((id) => ({ exchange: EXCHANGE, routingKey: `key.${id}`, body: Buffer.from(id), messageId: id }));

const publish = (...ids: string[]) => publisher.publishAll(messages(...ids), DEADLINE_MS);

/** Ids of what arrives in a queue that is bound by `pattern`. */
async function arrivals(pattern = '#'): Promise<string[]> {
  const ids: string[] = [];
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, EXCHANGE, pattern);
  await channel.consume(queue, (message) => message && ids.push(String(message.properties.messageId)), {
    noAck: true,
  });
  return ids;
}

it('confirms in order what the broker has taken, persistent', async () => {
  await ready();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, EXCHANGE, '#');
  const ids = Array.from({ length: 2_000 }, (_, index) => String(index));
  expect(await publish(...ids)).toEqual({ confirmed: 2_000, unroutable: 0 });
  expect((await channel.checkQueue(queue)).messageCount).toBe(2_000);
  const first = await channel.get(queue, { noAck: true });
  expect(first && first.properties).toMatchObject({ messageId: '0', deliveryMode: 2 });
  expect(await publish()).toEqual({ confirmed: 0, unroutable: 0 });
});

it('counts what no queue has taken', async () => {
  await ready();
  const ids = await arrivals('key.b');
  expect(await publish('a', 'b', 'c')).toEqual({ confirmed: 3, unroutable: 2 });
  expect(await publish('a', 'b')).toEqual({ confirmed: 2, unroutable: 1 });
  expect(await publish('b')).toEqual({ confirmed: 1, unroutable: 0 });
  expect(ids).toEqual(['b', 'b', 'b']);
});

it('refuses at once while there is no broker', async () => {
  await ready();
  proxy.cut();
  await waitFor(() => !publisher.ready, { what: 'the end of the connection', timeoutMs: 5_000 });
  const { confirmed, error } = await publisher.publishAll(messages('a'), 60_000);
  expect(confirmed).toBe(0);
  expect(error).toBeInstanceOf(BrokerUnavailable);
  await proxy.restore();
  await ready();
  const ids = await arrivals();
  expect(await publish('b')).toEqual({ confirmed: 1, unroutable: 0 });
  await waitFor(() => ids.includes('b'), { what: 'the message', timeoutMs: 5_000 });
  expect(ids).toEqual(['b']);
});

it('tells of messages that a broken connection has left in doubt', async () => {
  await ready();
  proxy.freeze();
  const outcome = publisher.publishAll(messages('a', 'b'), 60_000);
  proxy.cut();
  expect(await outcome).toMatchObject({ confirmed: 0, error: expect.any(BrokerUnavailable) });
});

it('opens its channel again after an error that closed it alone', async () => {
  await ready();
  const nowhere = { ...messages('a')[0]!, exchange: 'missing' };
  const { confirmed, error } = await publisher.publishAll([nowhere], DEADLINE_MS);
  expect(confirmed).toBe(0);
  expect(error?.message).toMatch(/channel closed/);
  expect(publisher.ready).toBe(false);
  expect(broker.state).toBe('connected');
  await ready();
  expect(await publish('b')).toEqual({ confirmed: 1, unroutable: 1 });
  expect(opened).toBe(2);
});

it('goes on trying while what it declares is refused', async () => {
  await ready();
  const sound = declare;
  declare = (own) => own.assertExchange(EXCHANGE, 'fanout');
  await publisher.publishAll([{ ...messages('a')[0]!, exchange: 'missing' }], DEADLINE_MS);
  await waitFor(() => opened >= 4, { what: 'three more tries', timeoutMs: 10_000 });
  expect(publisher.ready).toBe(false);
  expect(broker.state).toBe('connected');
  declare = sound;
  await ready();
  expect(await publish('b')).toEqual({ confirmed: 1, unroutable: 1 });
});

it('piles nothing up on a broker that hangs, and goes on when it answers', async () => {
  await ready();
  const ids = await arrivals();
  await publish('a');
  proxy.freeze();
  const { confirmed, error } = await publisher.publishAll(messages('b', 'c'), 300);
  expect(confirmed).toBe(0);
  expect(error?.message).toMatch(/no confirm within 300 ms/);
  expect(publisher.ready).toBe(false);
  expect(await publish('d')).toMatchObject({ confirmed: 0, error: expect.any(BrokerUnavailable) });
  await proxy.restore();
  await ready();
  // On the connection that it had: the late ones have arrived, the refused one has not.
  expect(opened).toBe(1);
  expect(await publish('e')).toEqual({ confirmed: 1, unroutable: 0 });
  await waitFor(() => ids.includes('e'), { what: 'the last message', timeoutMs: 5_000 });
  expect(ids).toEqual(['a', 'b', 'c', 'e']);
});

it('connects again when the broker hangs for longer than its heartbeat', async () => {
  await ready();
  proxy.freeze();
  await publisher.publishAll(messages('a'), 300);
  await waitFor(() => broker.state === 'disconnected', { what: 'the heartbeat', timeoutMs: 10_000 });
  await proxy.restore();
  await ready();
  expect(await publish('b')).toEqual({ confirmed: 1, unroutable: 1 });
});

it('stops at the first message that was not taken, and counts no later one', async () => {
  await ready();
  const args = { 'x-max-length': 1, 'x-overflow': 'reject-publish' };
  const { queue } = await channel.assertQueue('', { exclusive: true, arguments: args });
  await channel.bindQueue(queue, EXCHANGE, 'key.full');
  expect(await publish('full')).toEqual({ confirmed: 1, unroutable: 0 });
  const unbound = messages('x', 'y');
  const refused = { ...messages('z')[0]!, routingKey: 'key.full' };
  const outcome = await publisher.publishAll([unbound[0]!, refused, unbound[1]!], DEADLINE_MS);
  expect(outcome).toMatchObject({ confirmed: 1, unroutable: 1, error: expect.any(BrokerUnavailable) });
  expect(publisher.ready).toBe(true);
});
