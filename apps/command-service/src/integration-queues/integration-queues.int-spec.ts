import { waitFor } from '@daybook/test-servers';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { runApp, type RunningApp } from '../../test/running-app.js';

let running: RunningApp;
let connection: ChannelModel;
let channel: Channel;

beforeAll(async () => {
  running = await runApp();
  connection = await connect(running.rabbitmqUrl);
  channel = await connection.createChannel();
  await waitFor(async () => (await running.post('/v1/queues', { name: 'ready' })).status === 201, {
    what: 'RabbitMQ to be connected',
    timeoutMs: 15_000,
  });
});

afterAll(async () => {
  await connection.close();
  await running.close();
});

const record = (...entries: object[]) => running.post('/v1/entries', entries).expect(201);
const entry = (summary: string, type = 'annotate') => ({ incidentId: 'queued', type, summary });
const messages = async (name: string) =>
  (await running.get(`/v1/queues/${name}`).expect(200)).body.messages as number;

async function take(queue: string): Promise<string[]> {
  const summaries: string[] = [];
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (!message) return summaries;
    summaries.push(JSON.parse(message.content.toString()).data.entry.summary as string);
  }
}

it('makes a queue that gets the entries of its account, of the types that were asked for', async () => {
  const all = (await running.post('/v1/queues', { name: 'all' }).expect(201)).body;
  expect(all).toMatchObject({ queue: 'daybook.integrations.acme.all', types: null, maxLength: 100_000 });
  const some = { name: 'some', types: ['trigger', 'Note:Added'], maxLength: 10 };
  const { queue } = (await running.post('/v1/queues', some).expect(201)).body;
  await running.post('/v1/queues', some).expect(201);
  await running.postAs('guest', '/v1/entries').send(entry('of another account', 'trigger')).expect(201);
  await record(entry('one', 'trigger'), entry('two'), entry('three', 'Note:Added'));
  await waitFor(async () => (await messages('all')) === 3, { what: 'three messages', timeoutMs: 10_000 });
  await waitFor(async () => (await messages('some')) === 2, { what: 'two messages', timeoutMs: 10_000 });
  expect(await take(all.queue)).toStrictEqual(['one', 'two', 'three']);
  expect(await take(queue)).toStrictEqual(['one', 'three']);
});

it('drops the oldest beyond its length, and never holds the relay', async () => {
  const { queue } = (await running.post('/v1/queues', { name: 'short', maxLength: 3 }).expect(201)).body;
  await running.post('/v1/queues', { name: 'long' }).expect(201);
  await record(...Array.from({ length: 20 }, (_, n) => entry(`${n}`)));
  await waitFor(async () => (await messages('long')) === 20, { what: 'all in the other', timeoutMs: 10_000 });
  await waitFor(async () => (await messages('short')) === 3, {
    what: 'three in the short one',
    timeoutMs: 10_000,
  });
  expect(await take(queue)).toStrictEqual(['17', '18', '19']);
});

it('lists, shows and removes queues of the account alone', async () => {
  await running.post('/v1/queues', { name: 'mine' }).expect(201);
  const { body } = await running.get('/v1/queues').expect(200);
  expect(body.queues.map(({ name }: { name: string }) => name)).toContain('mine');
  expect((await running.getAs('guest', '/v1/queues').expect(200)).body).toStrictEqual({ queues: [] });
  await running.getAs('guest', '/v1/queues/mine').expect(404);
  await running.deleteAs('guest', '/v1/queues/mine').expect(404);
  await running.deleteAs('acme', '/v1/queues/mine').expect(204);
  const gone = await running.get('/v1/queues/mine').expect(404);
  expect(gone.body).toMatchObject({ code: 'queue_not_found' });
});

it('refuses another queue of the same name, and what is wrong by name', async () => {
  await running.post('/v1/queues', { name: 'same' }).expect(201);
  const other = await running.post('/v1/queues', { name: 'same', maxLength: 5 }).expect(409);
  expect(other.body).toMatchObject({ code: 'queue_exists', field: 'name' });
  for (const [body, field] of [
    [{ name: 'With.Dots' }, 'name'],
    [{ name: 'x', maxLength: 0 }, 'maxLength'],
    [{ name: 'x', types: [] }, 'types'],
    [{ name: 'x', overflow: 'reject' }, 'overflow'],
  ] as const) {
    const refused = await running.post('/v1/queues', body).expect(400);
    expect(refused.body).toMatchObject({ code: 'invalid_request', field });
  }
});

it('makes a queue again that RabbitMQ has lost, and says 503 while it is away', async () => {
  const { queue } = (await running.post('/v1/queues', { name: 'lost' }).expect(201)).body;
  await channel.deleteQueue(queue);
  running.rabbitWire.cut();
  await waitFor(
    async () => (await running.post('/v1/queues', { name: 'while-away' })).body.code === 'broker_unavailable',
    { what: '503', timeoutMs: 15_000 },
  );
  await running.rabbitWire.restore();
  for (const name of ['lost', 'while-away']) {
    await waitFor(async () => (await running.get(`/v1/queues/${name}`)).status === 200, {
      what: `the queue ${name}`,
      timeoutMs: 15_000,
    });
  }
});
