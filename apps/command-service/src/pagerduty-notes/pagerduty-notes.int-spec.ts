import { waitFor } from '@daybook/test-servers';
import { runApp, type RunningApp } from '../../test/running-app.js';

let running: RunningApp;
const modeIs = (mode: string) =>
  waitFor(async () => (await running.bare().get('/health/ready')).body.mode === mode, {
    what: mode,
    timeoutMs: 20_000,
  });

beforeAll(async () => {
  running = await runApp();
  await modeIs('normal');
});
afterAll(() => running.close());

const add = (body: unknown, incident = 'Q1') => running.post(`/incidents/${incident}/notes`, body);
const note = (content: unknown) => ({ note: { content } });

it('records a note as an entry, by whom From says', async () => {
  const { body } = await add(note('Looking at it')).set('From', 'ann@acme.test').expect(201);
  expect(body).toEqual({
    note: {
      id: expect.any(String),
      content: 'Looking at it',
      channel: { summary: 'Daybook' },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      user: expect.objectContaining({ id: 'ann@acme.test', type: 'user_reference' }),
    },
  });
  const log = await running.get('/v1/log').expect(200);
  expect(log.body.entries).toMatchObject([
    {
      id: body.note.id,
      entry: {
        incidentId: 'Q1',
        type: 'annotate',
        summary: 'Looking at it',
        agent: { id: 'ann@acme.test', type: 'user' },
        channel: { type: 'note' },
      },
    },
  ]);
});

it('takes the token’s subject where From is absent, and a slash at the end', async () => {
  const { body } = await running.post('/incidents/Q1/notes/', note('By a script')).expect(201);
  expect(body.note.user).toMatchObject({ id: 'tester' });
});

it('adds no second note when it is sent again with its Idempotency-Key', async () => {
  const send = () => add(note('Once')).set('Idempotency-Key', 'note-1').expect(201);
  expect((await send()).body).toEqual((await send()).body);
});

it.each([
  ['no note', {}, 'note'],
  ['an empty note', note(''), 'note.content'],
  ['a number', note(7), 'note.content'],
  ['a note that is too long', note('x'.repeat(8_193)), 'note.content'],
  ['a NUL', note('a \0'), 'summary'],
])('refuses %s by name, in PagerDuty’s form', async (_, body, field) => {
  const refused = await add(body).expect('Content-Type', /^application\/json/);
  expect([400, 422]).toContain(refused.status);
  expect(refused.body).toMatchObject({ error: { code: 2001, errors: [expect.stringContaining(field)] } });
});

it('refuses a From that is too long, and whoever has no token', async () => {
  const long = await add(note('x'))
    .set('From', `${'a'.repeat(600)}@acme.test`)
    .expect(400);
  expect(long.body).toMatchObject({ error: { code: 2001, errors: [expect.stringContaining('From')] } });
  const bare = await running.bare().post('/incidents/Q1/notes').send(note('x')).expect(401);
  expect(bare.body).toMatchObject({ error: { code: 2006 } });
});

it('queues a note while the log is away', async () => {
  running.postgresWire.cut();
  const { body } = await add(note('Still here'), 'Q2').expect(202);
  await running.postgresWire.restore();
  await modeIs('normal');
  await waitFor(
    async () =>
      (await running.get('/v1/log')).body.entries?.some(({ id }: { id: string }) => id === body.note.id),
    { what: 'the queued note', timeoutMs: 20_000 },
  );
});
