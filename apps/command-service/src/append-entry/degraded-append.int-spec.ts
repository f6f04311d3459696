import { waitFor } from '@daybook/test-servers';
import { entryIdMaker } from '@daybook/timeline-domain';
import { runApp, type RunningApp } from '../../test/running-app.js';

const makeId = entryIdMaker(() => Date.now());
const fact = { incidentId: 'INC-1', type: 'trigger', summary: 'down' };
const modeIs = (running: RunningApp, mode: string) =>
  waitFor(async () => (await running.bare().get('/health/ready')).body.mode === mode, {
    what: mode,
    timeoutMs: 20_000,
  });

describe.each(['cut', 'freeze'] as const)('writing while a server is away (%s)', (how) => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await runApp();
    await modeIs(running, 'normal');
  });
  afterAll(() => running.close());

  it('goes through the queue while Postgres is away, and the receipt tells the end', async () => {
    const known = makeId();
    await running.put(`/v1/entries/${known}`, fact).expect(201);

    running.postgresWire[how]();
    const id = makeId();
    const queued = await running.put(`/v1/entries/${id}`, fact).expect(202);
    expect(queued.headers['location']).toBe(`/v1/receipts/${id}?contentHash=${queued.body.contentHash}`);
    expect(queued.body).toMatchObject({ id, status: 'queued', receipt: queued.headers['location'] });
    const conflict = await running.put(`/v1/entries/${known}`, { ...fact, summary: 'up' }).expect(202);
    await running.put(`/v1/entries/${makeId()}`, { ...fact, type: '' }).expect(422);
    await modeIs(running, 'without-postgres');
    const array = await running.post('/v1/entries', [fact, { ...fact, type: '' }]).expect(207);
    expect(array.body).toMatchObject({ recorded: 0, queued: 1, refused: 1 });
    expect(array.headers['daybook-mode']).toBe('without-postgres');
    await running.bare().get('/health/ready').expect(200);
    await running.get(queued.body.receipt).expect(503);

    await running.postgresWire.restore();
    await modeIs(running, 'normal');
    const settled = (path: string) =>
      waitFor(
        async () =>
          (await running.get(path).then((answer) => answer.status === 200 && answer.body)) || undefined,
        {
          what: path,
          timeoutMs: 20_000,
        },
      );
    expect(await settled(queued.body.receipt)).toMatchObject({
      status: 'recorded',
      contentHash: queued.body.contentHash,
    });
    expect(await settled(conflict.body.receipt)).toMatchObject({
      status: 'refused',
      code: 'content_conflict',
    });
    await running.put(`/v1/entries/${id}`, fact).expect(200);
    const { body } = await running.get('/v1/log').expect(200);
    expect(body.entries.map(({ position }: { position: number }) => position)).toStrictEqual([1, 2, 3]);
    const entry = body.entries.find((each: { id: string }) => each.id === id);
    expect(entry).toMatchObject({
      account: 'acme',
      recordedBy: 'tester',
      receivedAt: queued.body.receivedAt,
    });
  });

  it('goes to the log as ever while RabbitMQ is away', async () => {
    running.rabbitWire[how]();
    await running.post('/v1/entries', fact).expect(201);
    await modeIs(running, 'without-rabbitmq');
    await running.post('/v1/entries', fact).expect(201);
    await running.rabbitWire.restore();
    await modeIs(running, 'normal');
  });

  it('is refused with 503 and Retry-After while both are away, and nothing of it is acknowledged', async () => {
    running.postgresWire[how]();
    running.rabbitWire[how]();
    await modeIs(running, 'without-postgres+without-rabbitmq');
    const refused = await running.post('/v1/entries', fact).expect(503);
    expect(refused.headers['retry-after']).toBe('1');
    await running.bare().get('/health/ready').expect(503);
    await running.postgresWire.restore();
    await running.rabbitWire.restore();
    await modeIs(running, 'normal');
    await running.post('/v1/entries', fact).expect(201);
  });
});
