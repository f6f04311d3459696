import { freshVhost, tcpProxy, waitFor, type TcpProxy, type Vhost } from '@daybook/test-servers';
import { pino } from 'pino';
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
