import { waitFor } from '@daybook/test-servers';
import { logProgressSchema, type LogProgress } from '@daybook/timeline-contracts';
import { runApp, type RunningApp } from '../../test/running-app.js';

describe('the progress of the log', () => {
  let running: RunningApp;
  let anyToken: string;

  beforeAll(async () => {
    running = await runApp();
    anyToken = await running.tokens.sign({ scopes: ['entries:write'] });
  });
  afterAll(() => running.close());

  async function progress(): Promise<LogProgress> {
    const { body } = await running
      .bare()
      .get('/v1/progress')
      .set('Authorization', `Bearer ${anyToken}`)
      .expect(200);
    return logProgressSchema.strict().parse(body);
  }
  const until = (what: string, condition: (now: LogProgress) => boolean) =>
    waitFor(async () => condition(await progress()), { what, timeoutMs: 20_000 });

  it('is told to whoever has a token', async () => {
    await running.bare().get('/v1/progress').expect(401);
    await running.get('/v1/progress').expect(200);
  });

  it('tells what RabbitMQ has of the log, and what it does not have while it is away', async () => {
    await until('queues', ({ queues }) => queues !== null);
    await running.post('/v1/entries', { incidentId: 'i', type: 'trigger', summary: 's' }).expect(201);
    await until('all to be handed over', ({ log }) => log?.relayed === 1);
    expect(await progress()).toEqual({
      log: { head: 'local:1:1', relayed: 1, behind: 0 },
      queues: [
        { queue: 'daybook.commands', messages: 0, consumers: 1 },
        { queue: 'daybook.events', messages: 0, consumers: 1 },
      ],
    });

    running.rabbitWire.cut();
    await until('no queues', ({ queues }) => queues === null);
    await running.post('/v1/entries', { incidentId: 'i', type: 'annotate', summary: 's' }).expect(201);
    expect((await progress()).log).toEqual({ head: 'local:1:2', relayed: 1, behind: 1 });
    await running.rabbitWire.restore();
    await until('all to be handed over', ({ log }) => log?.behind === 0);
  });

  it('answers while Postgres is away', async () => {
    running.postgresWire.cut();
    await until('no log', ({ log, queues }) => log === null && queues !== null);
    await running.postgresWire.restore();
    await until('a log', ({ log }) => log !== null);
  });
});
