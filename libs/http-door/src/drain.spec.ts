import { once } from 'node:events';
import { Agent, get, request, type IncomingMessage } from 'node:http';
import { fastify, type FastifyInstance } from 'fastify';
import { drainInTime } from './drain.js';

let door: FastifyInstance;
let answerNow: () => void;
let entered: Promise<void>;

beforeEach(async () => {
  const gate = new Promise<void>((resolve) => (answerNow = resolve));
  let enter = () => {};
  entered = new Promise((resolve) => (enter = resolve));
  door = fastify();
  drainInTime(door);
  door.get('/', async () => {
    enter();
    await gate;
    return 'done';
  });
  door.post('/', () => 'read');
  door.addHook('preClose', async () => answerNow());
  await door.listen({ port: 0, host: '127.0.0.1' });
});

afterEach(() => door.close());

const url = () => door.listeningOrigin;
const timed = async (work: Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work;
  return performance.now() - start;
};

it('answers what is under way, and waits no longer for a connection that would be kept alive', async () => {
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<IncomingMessage>((resolve) => get(url(), { agent }, resolve));
  await entered;
  const closed = timed(door.close());
  const response = await answered;
  expect(response.statusCode).toBe(200);
  expect(response.headers.connection).toBe('close');
  expect(await response.setEncoding('utf8').toArray()).toEqual(['done']);
  expect(await closed).toBeLessThan(2_000);
  agent.destroy();
});

it('gives up on a sender that has stopped in the middle of a body', async () => {
  const upload = request(url(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': 100 },
  });
  const cut = once(upload, 'error');
  upload.write('{"a":');
  await once(door.server, 'request');
  expect(await timed(door.close())).toBeLessThan(6_000);
  await cut;
});
