import { getEventListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from '@daybook/test-servers';
import type { Config } from '../config.js';
import { AllowedAddresses } from './allowed-addresses.js';
import { Receiver } from './receiver.js';

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[];
let connections: number;
let receiver: Receiver;
const never = new AbortController().signal;

beforeEach(async () => {
  asked = [];
  connections = 0;
  receiver = new Receiver(
    new AllowedAddresses({ webhookAllowedNetworks: ['127.0.0.1'] } as unknown as Config),
  );
  server = createServer((request, response) => {
    asked.push(request.url!);
    request.resume().on('end', () => answer(request, response));
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  receiver.onModuleDestroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const url = (path = '/hook') => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
const post = (to = url(), signal = never) => receiver.post(to, { 'webhook-id': 'x' }, '{}', signal);

it.each([
  [200, { kind: 'taken' }],
  [299, { kind: 'taken' }],
  [410, { kind: 'gone' }],
  [404, { kind: 'failed', reason: 'answered 404' }],
  [500, { kind: 'failed', reason: 'answered 500' }],
])('%i: %j', async (status, outcome) => {
  answer = (_, response) => response.writeHead(status).end();
  expect(await post()).toStrictEqual(outcome);
});

it('follows no redirect', async () => {
  answer = (_, response) => response.writeHead(307, { location: url('/elsewhere') }).end();
  expect(await post()).toStrictEqual({ kind: 'failed', reason: 'answered 307' });
  expect(asked).toStrictEqual(['/hook']);
});

it('reads no long answer to its end', async () => {
  const hungUp = new Promise((resolve) => {
    answer = (_, response) => {
      response.on('close', resolve);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
        response.once('drain', more);
      };
      more();
    };
  });
  expect(await post()).toStrictEqual({ kind: 'taken' });
  await hungUp;
});

it('asks again when the receiver closes a connection that was kept, just as it is used', async () => {
  answer = (_, response) => response.writeHead(204).end();
  await post();
  answer = (request, response) => {
    if (connections === 1) request.socket.resetAndDestroy();
    else response.writeHead(204).end();
  };
  expect(await post()).toStrictEqual({ kind: 'taken' });
  expect(asked).toHaveLength(3);
});

it('tells no address of what could not be asked', async () => {
  const { port } = server.address() as AddressInfo;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const outcome = await post(`http://127.0.0.1:${port}/`);
  expect(outcome).toStrictEqual({ kind: 'failed', reason: 'could not be asked: ECONNREFUSED' });
  server.listen(0, '127.0.0.1');
});

it('takes an answer to something else for none', async () => {
  answer = ({ socket }) => socket.end('HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
  expect(await post()).toStrictEqual({
    ...{ kind: 'failed', reason: 'could not be asked: closed without an answer' },
  });
});

it('leaves nothing with a signal that outlives it', async () => {
  answer = (_, response) => response.writeHead(204).end();
  const outlives = new AbortController().signal;
  await post(url(), outlives);
  await waitFor(() => getEventListeners(outlives, 'abort').length === 0, {
    ...{ what: 'no listener', timeoutMs: 5_000 },
  });
});

it('does not wait beyond its end', async () => {
  const ending = new AbortController();
  answer = () => ending.abort();
  expect(await post(url(), ending.signal)).toMatchObject({ kind: 'failed' });
});

it('does not connect to what is not allowed', async () => {
  receiver = new Receiver(new AllowedAddresses({ webhookAllowedNetworks: [] } as unknown as Config));
  expect(await post()).toMatchObject({ kind: 'failed', reason: expect.stringContaining('no address') });
  expect(await post(url().replace('127.0.0.1', 'localhost'))).toMatchObject({ kind: 'failed' });
  expect(connections).toBe(0);
});
