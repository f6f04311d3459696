import { CheckpointReader } from '@daybook/log-chain';
import { signingKeyFile, waitFor, type SigningKeyFile } from '@daybook/test-servers';
import {
  ENTRIES_EXCHANGE,
  logCheckpointMessageV1Schema,
  problemSchema,
  signedCheckpointV1Schema,
  type SignedCheckpointV1,
} from '@daybook/timeline-contracts';
import { connect, type ChannelModel } from 'amqplib';
import { runApp, type RunningApp } from '../../test/running-app.js';

const fact = { incidentId: 'INC-1', type: 'trigger', summary: 'down' };

describe('checkpoints', () => {
  let key: SigningKeyFile;
  let running: RunningApp;
  let connection: ChannelModel;
  const published: SignedCheckpointV1[] = [];

  beforeAll(async () => {
    key = await signingKeyFile();
    running = await runApp({ CHECKPOINT_KEY_FILE: key.file, CHECKPOINT_SECONDS: '1' });
    connection = await connect(running.rabbitmqUrl);
    const channel = await connection.createChannel();
    await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, ENTRIES_EXCHANGE, 'log-checkpoint.v1.*');
    await channel.consume(
      queue,
      (message) => {
        const { id, data } = logCheckpointMessageV1Schema.parse(JSON.parse(message!.content.toString()));
        expect(message).toMatchObject({
          fields: { routingKey: 'log-checkpoint.v1.local' },
          properties: { messageId: id, type: 'daybook.log-checkpoint.v1', deliveryMode: 2 },
        });
        published.push(data);
      },
      { noAck: true },
    );
  });

  afterAll(async () => {
    await connection.close();
    await running.close();
    key.remove();
  });

  const reader = async () =>
    new CheckpointReader((await running.get('/v1/log/checkpoint-keys').expect(200)).body);

  const upTo = (position: number) =>
    waitFor(() => published.find((each) => each.position === position), {
      what: `a checkpoint of position ${position}`,
      timeoutMs: 15_000,
    });

  it('tell where the log stands when they are asked for', async () => {
    await running.post('/v1/entries', fact).expect(201);
    const { body } = await running.get('/v1/log/checkpoint').expect(200);
    const { checkpoint, ...said } = signedCheckpointV1Schema.parse(body);
    expect(said).toMatchObject({ log: 'local', epoch: 1, position: 1 });
    expect(await (await reader()).read(checkpoint)).toStrictEqual(said);
  });

  it('are published while the log grows', async () => {
    const { checkpoint, ...said } = await upTo(1);
    expect(await (await reader()).read(checkpoint)).toStrictEqual(said);
    await running.post('/v1/entries', [fact, fact]).expect(201);
    await upTo(3);
  });

  it('are published with the next, when the broker was away', async () => {
    running.rabbitWire.cut();
    await running.post('/v1/entries', fact).expect(201);
    await running.rabbitWire.restore();
    await upTo(4);
  });

  it('are published once more at the end, for what was recorded last', async () => {
    const other = await runApp({ CHECKPOINT_KEY_FILE: key.file, CHECKPOINT_SECONDS: '9999' });
    const link = await connect(other.rabbitmqUrl);
    const channel = await link.createChannel();
    await channel.assertExchange(ENTRIES_EXCHANGE, 'topic', { durable: true });
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, ENTRIES_EXCHANGE, 'log-checkpoint.v1.*');
    await other.post('/v1/entries', fact).expect(201);
    await other.app.close();
    const message = await waitFor(() => channel.get(queue, { noAck: true }), {
      what: 'the last checkpoint',
      timeoutMs: 5_000,
    });
    expect(JSON.parse(message.content.toString()).data).toMatchObject({ position: 1 });
    await link.close();
    await other.close();
  });

  it('say so when the log is away', async () => {
    running.postgresWire.cut();
    const { body } = await running.get('/v1/log/checkpoint').expect(503);
    expect(body.code).toBe('log_unavailable');
    await running.postgresWire.restore();
  });

  it('need the scope log:read', async () => {
    const writer = await running.tokens.sign({ scopes: ['entries:write'] });
    for (const path of ['checkpoint', 'checkpoint-keys']) {
      await running.bare().get(`/v1/log/${path}`).set('Authorization', `Bearer ${writer}`).expect(403);
    }
  });
});

describe('a service without a key', () => {
  it('signs no checkpoints, and says so', async () => {
    const running = await runApp();
    for (const path of ['checkpoint', 'checkpoint-keys']) {
      const { body } = await running.get(`/v1/log/${path}`).expect(404);
      expect(problemSchema.parse(body).code).toBe('checkpoints_not_signed');
    }
    const { text } = await running.get('/v1/log/export').buffer(true).expect(200);
    expect(JSON.parse(text.trimEnd().split('\n').at(-1)!)).toMatchObject({ line: 'end', checkpoint: null });
    await running.close();
  });
});
