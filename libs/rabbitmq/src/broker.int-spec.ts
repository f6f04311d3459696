import { getEventListeners, once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { freshVhost, tcpProxy, waitFor, type TcpProxy, type Vhost } from '@daybook/test-servers';
import { pino } from 'pino';
import { management } from '../test/management.js';
import { Broker } from './broker.js';

let vhost: Vhost;
let proxy: TcpProxy;
let broker: Broker;

beforeEach(async () => {
  vhost = await freshVhost();
  proxy = await tcpProxy(vhost.url);
  const logger = pino({ level: 'silent' });
  broker = new Broker({ url: proxy.url, name: 'spec', logger, heartbeatSeconds: 1 });
});

afterEach(async () => {
  await proxy.restore();
  await broker.close();
  await proxy.close();
  await vhost.drop();
});

const connected = (): Promise<unknown> =>
  waitFor(() => broker.state === 'connected', { what: 'a connection', timeoutMs: 15_000 });

it('opens at once without a broker, and connects when there is one', async () => {
  proxy.cut();
  await broker.open();
  expect(broker.state).toBe('disconnected');
  await proxy.restore();
  await connected();
});

it('keeps nothing of the attempts of an outage', async () => {
  const listened = jest.spyOn(EventTarget.prototype, 'addEventListener');
  const signals = (): unknown[] =>
    listened.mock.contexts.filter((target) => target instanceof AbortSignal && !target.aborted);
  proxy.cut();
  await broker.open();
  await waitFor(() => signals().length >= 8, { what: 'some attempts', timeoutMs: 15_000 });
  const left = new Set(signals().map((signal) => getEventListeners(signal as AbortSignal, 'abort').length));
  listened.mockRestore();
  expect(Math.max(...left)).toBeLessThanOrEqual(2);
});

it.each(['cut', 'freeze'] as const)(
  'lives through a connection that fails while it is set up: %s',
  async (failure) => {
    let setups = 0;
    let failed = false;
    broker.onConnection(async (connection) => {
      setups += 1;
      const channel = await connection.createChannel();
      if (setups > 1) return;
      connection.once('close', () => (failed = true));
      proxy[failure]();
      await channel.assertQueue('');
    });
    await broker.open();
    await waitFor(() => failed, { what: 'the failure to be noticed', timeoutMs: 10_000 });
    await proxy.restore();
    await connected();
  },
);

it('gives up the connection that it is just making when it is closed', async () => {
  const silent = createServer((socket) => socket.on('error', () => undefined).resume()).listen(
    0,
    '127.0.0.1',
  );
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const logger = pino({ level: 'silent' });
  const hanging = new Broker({ url: `amqp://127.0.0.1:${port}`, name: 'spec', logger });
  const accepted = once(silent, 'connection') as Promise<[Socket]>;
  await hanging.open();
  const [socket] = await accepted;
  await hanging.close();
  // Sooner than the attempt would end by itself.
  await waitFor(() => socket.destroyed, { what: 'the connection to be given up', timeoutMs: 3_000 });
  silent.close();
});

it('tries again when a setup fails for a reason of its own', async () => {
  let setups = 0;
  broker.onConnection(async () => {
    setups += 1;
    if (setups < 3) throw new Error('not yet');
  });
  await broker.open();
  await connected();
  expect(setups).toBe(3);
});

it('comes back after an operator has closed its connection', async () => {
  let setups = 0;
  broker.onConnection(async () => void (setups += 1));
  await broker.open();
  await connected();
  const connections = () =>
    management<{ name: string }[]>('GET', `vhosts/${vhost.name}/connections`).then((all) => all[0]?.name);
  const name = await waitFor(connections, { what: 'the connection in the list', timeoutMs: 15_000 });
  await management('DELETE', `connections/${encodeURIComponent(name)}`);
  await waitFor(() => setups === 2, { what: 'another connection', timeoutMs: 10_000 });
  await connected();
});

it.each(['cut', 'freeze'] as const)('comes back after its connection was lost: %s', async (failure) => {
  await broker.open();
  await connected();
  proxy[failure]();
  await waitFor(() => broker.state === 'disconnected', { what: 'the loss', timeoutMs: 10_000 });
  await proxy.restore();
  await connected();
});

it('connects again when a broker hangs that it gives up for a failed setup', async () => {
  let setups = 0;
  broker.onConnection(async () => {
    setups += 1;
    if (setups > 1) return;
    proxy.freeze();
    throw new Error('not now');
  });
  await broker.open();
  await waitFor(() => setups === 1, { what: 'a setup', timeoutMs: 10_000 });
  // Its answer to our goodbye never comes.
  proxy.cut();
  await proxy.restore();
  await connected();
  expect(setups).toBe(2);
});

it.each([
  ['connected', async () => connected()],
  ['connecting', async () => undefined],
])('closes in time while the broker hangs: %s', async (state, reached) => {
  if (state === 'connecting') proxy.freeze();
  await broker.open();
  await reached();
  proxy.freeze();
  const closed = await Promise.race([broker.close().then(() => true), delay(3_000, false, { ref: false })]);
  expect(closed).toBe(true);
  expect(broker.state).toBe('disconnected');
});

it('does not connect any more once it is closed', async () => {
  let setups = 0;
  broker.onConnection(async () => void (setups += 1));
  await broker.open();
  await broker.close();
  await proxy.restore();
  const other = new Broker({ url: proxy.url, name: 'other', logger: pino({ level: 'silent' }) });
  await other.open();
  await waitFor(() => other.state === 'connected', { what: 'the other', timeoutMs: 15_000 });
  await other.close();
  expect([broker.state, setups]).toEqual(['disconnected', 0]);
});
