import { waitFor } from '@daybook/test-servers';
import {
  APPEND_ENTRY_V1,
  appendReplyV1Schema,
  COMMAND_EXCHANGE,
  COMMAND_KEY,
  type AppendReplyV1,
} from '@daybook/timeline-contracts';
import { entryIdMaker } from '@daybook/timeline-domain';
import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { runApp, type RunningApp } from '../../test/running-app.js';

const makeId = entryIdMaker(() => Date.now());
const fact = { incidentId: 'INC-1', type: 'trigger', summary: 'down' };

describe('the command queue', () => {
  let running: RunningApp;
  let connection: ChannelModel;
  let channel: ConfirmChannel;
  const replies = new Map<string, AppendReplyV1>();

  beforeAll(async () => {
    running = await runApp();
    connection = await connect(running.rabbitmqUrl);
    channel = await connection.createConfirmChannel();
    await channel.consume(
      'amq.rabbitmq.reply-to',
      (message) => {
        if (!message) return;
        const reply = appendReplyV1Schema.parse(JSON.parse(message.content.toString()));
        replies.set(String(message.properties.correlationId), reply);
      },
      { noAck: true },
    );
    await waitFor(async () => (await running.bare().get('/health/ready')).body.mode === 'normal', {
      what: 'both servers',
      timeoutMs: 15_000,
    });
  });
  afterAll(async () => {
    await connection.close();
    await running.close();
  });

  /** Sends a command as an integrator would, and waits for the answer. */
  async function send(body: string | Buffer, userId: string | undefined = 'guest'): Promise<AppendReplyV1> {
    const correlationId = makeId();
    channel.publish(COMMAND_EXCHANGE, COMMAND_KEY, Buffer.from(body), {
      persistent: true,
      correlationId,
      replyTo: 'amq.rabbitmq.reply-to',
      ...(userId !== undefined && { userId }),
    });
    await channel.waitForConfirms();
    return waitFor(() => replies.get(correlationId), { what: 'a reply', timeoutMs: 10_000 });
  }

  const command = (data: unknown, type = APPEND_ENTRY_V1) =>
    JSON.stringify({
      specversion: '1.0',
      id: makeId(),
      source: '/bot',
      type,
      time: new Date().toISOString(),
      data,
    });

  it('records a fact for the account of the RabbitMQ user, once', async () => {
    const id = makeId();
    const first = await send(command({ ...fact, id }));
    expect(first).toMatchObject({ status: 201, receipt: { id, duplicate: false } });
    const again = await send(command({ ...fact, id }));
    expect(again).toMatchObject({ status: 200, receipt: { ...first.receipt!, duplicate: true } });
    const { body } = await running.getAs(
      'guest',
      `/v1/log?after=${Number(first.receipt!.position.split(':')[2]) - 1}&limit=1`,
    );
    expect(body.entries[0]).toMatchObject({ account: 'guest', recordedBy: 'rabbitmq:guest', entry: fact });
  });

  it('takes many at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, () => send(command({ ...fact, id: makeId() }))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(300);
  });

  it('parks what it can’t carry out, with the reason, where an admin of the account can see, replay and drop it', async () => {
    const id = makeId();
    await send(command({ ...fact, id }));
    const conflicting = command({ ...fact, id, summary: 'up' });
    expect(await send(conflicting)).toMatchObject({ status: 409, problem: { code: 'content_conflict' } });
    expect(await send(conflicting)).toMatchObject({ status: 409 });
    expect(await send(command({ ...fact, id: makeId(), type: '' }))).toMatchObject({
      status: 422,
      problem: { field: 'type' },
    });
    expect(await send(command(fact))).toMatchObject({ status: 422, problem: { field: 'id' } });
    expect(await send('no json')).toMatchObject({ status: 400, problem: { code: 'invalid_message' } });
    expect(await send(command({ ...fact, id: makeId() }, 'daybook.other.v1'))).toMatchObject({ status: 400 });

    const { body } = await running.getAs('guest', '/v1/dead-letters').expect(200);
    const codes = body.deadLetters.map(({ code }: { code: string }) => code);
    expect(codes).toStrictEqual([
      'content_conflict',
      'invalid_entry',
      'invalid_entry_id',
      'invalid_message',
      'invalid_message',
    ]);
    const [conflict] = body.deadLetters;
    expect(conflict).toMatchObject({ entryId: id, attempts: 2, message: conflicting });
    await running.postAs('guest', `/v1/dead-letters/${conflict.id}/replay`).expect(409);
    await running.getAs('guest', `/v1/receipts/${id}`).expect(200, /"status":"refused"/);
    await running.deleteAs('guest', `/v1/dead-letters/${conflict.id}`).expect(204);
    await running.getAs('guest', `/v1/dead-letters/${conflict.id}`).expect(404);
    await running.getAs('guest', `/v1/receipts/${id}`).expect(200, /"status":"recorded"/);
    await running.getAs('acme', '/v1/dead-letters').expect(200, /"deadLetters":\[\]/);
  });

  it.each([
    ['bytes that are no JSON', Buffer.from('\0\0nope'), 400],
    ['NUL in its id', command({ ...fact, id: 'a\0' }), 422],
    ['a long id', command({ ...fact, id: Array.from({ length: 500 }, makeId).join() }), 422],
    ['NUL in a key', command({ ...fact, id: makeId(), 'a\0': 1 }), 422],
    ['no object', '7', 400],
    ['no entry', command(null), 422],
    ['more than any entry can have', command({ ...fact, id: makeId(), pad: 'x'.repeat(3_000_000) }), 413],
  ])('is not held up by a message with %s', async (_what, body, status) => {
    expect(await send(body)).toMatchObject({ status });
    expect(await send(command({ ...fact, id: makeId() }))).toMatchObject({ status: 201 });
  });

  it('takes no part of a trace but a trace', async () => {
    const sent = JSON.parse(command({ ...fact, id: makeId() }));
    expect(await send(JSON.stringify({ ...sent, traceparent: 'a\0' }))).toMatchObject({ status: 201 });
  });

  it('pages through dead letters, and names what is no id', async () => {
    const first = await running.getAs('guest', '/v1/dead-letters?limit=2').expect(200);
    expect(first.body.deadLetters).toHaveLength(2);
    const second = await running
      .getAs('guest', `/v1/dead-letters?limit=500&after=${first.body.next}`)
      .expect(200);
    expect(second.body.next).toBeNull();
    await running.getAs('guest', '/v1/dead-letters/7').expect(400);
    await running.deleteAs('guest', `/v1/dead-letters/${makeId()}`).expect(404);
  });

  it('believes nobody without a user-id', async () => {
    const body = command({ ...fact, id: makeId() });
    const correlationId = makeId();
    channel.publish(COMMAND_EXCHANGE, COMMAND_KEY, Buffer.from(body), {
      correlationId,
      replyTo: 'amq.rabbitmq.reply-to',
    });
    const reply = await waitFor(() => replies.get(correlationId), { what: 'a reply', timeoutMs: 10_000 });
    expect(reply).toMatchObject({ status: 401, problem: { code: 'sender_unknown' } });
  });
});
