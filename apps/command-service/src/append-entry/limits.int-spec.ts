import { problemSchema } from '@daybook/timeline-contracts';
import { ENTRY_LIMITS, entryIdMaker, MAX_DEPTH, type JsonObject } from '@daybook/timeline-domain';
import { BODY_LIMIT, runApp, type RunningApp } from '../../test/running-app.js';

const makeId = entryIdMaker(() => Date.now());
const fact = { incidentId: 'INC-1', type: 'trigger', summary: 'down' };
const x = (length: number) => 'x'.repeat(length);
/** An entry of this many bytes as canonical JSON. */
const entryOf = (bytes: number) => {
  const empty = JSON.stringify({ ...fact, details: { pad: '' } }).length;
  return { ...fact, details: { pad: x(bytes - empty) } };
};
const nested = (depth: number): JsonObject =>
  Array.from({ length: depth }).reduce<JsonObject>((inner) => ({ a: inner }), {});
const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const MINUTE = 60_000;

// All of docs/reference/limits.md that a writer can meet, and that no other spec takes to both sides of it.
describe('limits', () => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await runApp();
  });
  afterAll(() => running.close());

  it.each<[string, object, object, number, string | undefined, RegExp]>([
    ['incidentId', { incidentId: x(200) }, { incidentId: x(201) }, 422, 'incidentId', /200/],
    ['type', { type: x(100) }, { type: x(101) }, 422, 'type', /100/],
    ['summary', { summary: x(8_192) }, { summary: x(8_193) }, 422, 'summary', /8192/],
    ['a name', { agent: x(512) }, { agent: x(513) }, 422, 'agent', /512/],
    ['an id', { service: { id: x(512) } }, { service: { id: x(513) } }, 422, 'service.id', /512/],
    ['teams', { teams: Array(100).fill('t') }, { teams: Array(101).fill('t') }, 422, 'teams', /100/],
    [
      'contexts',
      { contexts: Array(100).fill({}) },
      { contexts: Array(101).fill({}) },
      422,
      'contexts',
      /100/,
    ],
    [
      'depth',
      { details: nested(MAX_DEPTH - 1) },
      { details: nested(MAX_DEPTH) },
      422,
      `details${'.a'.repeat(MAX_DEPTH)}`,
      /32 levels/,
    ],
    [
      'the time ahead',
      { occurredAt: ahead(ENTRY_LIMITS.aheadMilliseconds - MINUTE) },
      { occurredAt: ahead(ENTRY_LIMITS.aheadMilliseconds + MINUTE) },
      422,
      'occurredAt',
      /24 hours/,
    ],
    ['the entry', entryOf(524_288), entryOf(524_289), 413, undefined, /524288 bytes/],
  ])('%s may be at its limit and no more', async (_what, at, past, status, field, limit) => {
    await running.put(`/v1/entries/${makeId()}`, { ...fact, ...at }).expect(201);
    const { body } = await running.put(`/v1/entries/${makeId()}`, { ...fact, ...past }).expect(status);
    expect(problemSchema.parse(body).field).toBe(field);
    expect(body.detail).toMatch(limit);
  });

  it('an id may be a day ahead of the clock and no more', async () => {
    const day = ENTRY_LIMITS.aheadMilliseconds;
    await running.put(`/v1/entries/${entryIdMaker(() => Date.now() + day - MINUTE)()}`, fact).expect(201);
    const late = await running
      .put(`/v1/entries/${entryIdMaker(() => Date.now() + day + MINUTE)()}`, fact)
      .expect(422);
    expect(late.body).toMatchObject({ code: 'time_in_future', field: 'id' });
  });

  it('an Idempotency-Key may have 255 characters and no more', async () => {
    const send = (key: string) => running.post('/v1/entries', fact).set('Idempotency-Key', key);
    await send(x(255)).expect(201);
    expect((await send(x(256)).expect(400)).body.field).toBe('Idempotency-Key');
  });

  it('a body may be at its limit and no more', async () => {
    const body = (bytes: number) =>
      `${JSON.stringify(fact)}${' '.repeat(bytes - JSON.stringify(fact).length)}`;
    const send = (text: string) => running.post('/v1/entries', text).type('json');
    await send(body(BODY_LIMIT)).expect(201);
    const refused = await send(body(BODY_LIMIT + 1)).expect(413);
    expect(refused.body).toMatchObject({ code: 'too_large', limit: BODY_LIMIT });
  });

  it('a line may be at its limit and no more', async () => {
    const line = (bytes: number) =>
      `${JSON.stringify({ ...fact, id: makeId() })}${' '.repeat(bytes)}`.slice(0, bytes);
    const { text } = await running
      .post('/v1/entries', `${line(1_048_576)}\n${line(1_048_577)}\n`)
      .type('application/x-ndjson')
      .buffer(true)
      .parse((response, done) => {
        let all = '';
        response.on('data', (chunk) => (all += chunk));
        response.on('end', () => done(null, all));
      })
      .expect(200)
      .then(({ body }) => ({ text: body as string }));
    const [first, second] = text.split('\n').map((one) => one && JSON.parse(one));
    expect(first).toMatchObject({ line: 1, status: 201 });
    expect(second).toMatchObject({ line: 2, problem: { code: 'line_too_long' } });
    expect(second.problem.detail).toContain('1048576 bytes');
  });

  it('a part of the path may have 1,000 characters and no more', async () => {
    await running.get(`/v1/receipts/${x(1_000)}`).expect(400, /UUIDv7/);
    const { body } = await running.get(`/v1/receipts/${x(1_001)}`);
    expect([body.status, body.code, body.detail]).toStrictEqual([
      414,
      'path_too_long',
      expect.stringMatching(/1000/),
    ]);
  });
});
