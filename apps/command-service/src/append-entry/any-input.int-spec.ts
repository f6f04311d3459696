import { problemSchema } from '@daybook/timeline-contracts';
import { entryIdMaker } from '@daybook/timeline-domain';
import fc from 'fast-check';
import type { Test } from 'supertest';
import { runApp, type RunningApp } from '../../test/running-app.js';

const makeId = entryIdMaker(() => Date.now());
const fact = { incidentId: 'INC-1', type: 'trigger', summary: 'down' };
const NUM_RUNS = 100;

/** What Node's client lets into a header: Latin-1 without control characters. */
const headerValue = fc
  .oneof(
    fc.array(fc.integer({ min: 0x20, max: 0x7e }), { minLength: 1, maxLength: 40 }),
    fc.array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 300 }),
  )
  .map((codes) => String.fromCharCode(...codes.filter((code) => code < 0x7f || code > 0x9f)));
const pathSegment = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }).map(encodeURIComponent),
  fc.string({ unit: fc.constantFrom(...'%0fF./:;@-_~!$&()'), minLength: 1 }),
  fc.uuid(),
  fc.nat(1).map((upper) => (upper ? makeId().toUpperCase() : makeId())),
);
const position = fc.oneof(fc.string({ maxLength: 40 }), fc.integer().map(String), fc.constant('local:1:0'));

/** JSON texts with bytes changed, and anything else. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
  fc.tuple(fc.jsonValue(), fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
    const text = Buffer.from(JSON.stringify([{ ...fact, details: { value } }]));
    text[at % text.length] = byte;
    return text;
  }),
);

describe('whatever is sent', () => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await runApp();
  });
  afterAll(() => running.close());

  /** Whoever asked is at fault, and is told how; a failure of Daybook's own would be 500. */
  async function expectAnswer(test: Test): Promise<void> {
    const { status, type, text } = await test;
    expect(status).toBeLessThan(500);
    if (status < 400) return;
    expect(type).toBe('application/problem+json');
    problemSchema.parse(JSON.parse(text));
  }

  function always<T>(arbitrary: fc.Arbitrary<T>, send: (value: T) => Test): Promise<void> {
    return fc.assert(
      fc.asyncProperty(arbitrary, (value) => expectAnswer(send(value))),
      { numRuns: NUM_RUNS },
    );
  }

  const sendBytes = (type: string, body: Buffer) =>
    running
      .post('/v1/entries', body)
      .type(type)
      .serialize(() => body as unknown as string)
      .buffer(true)
      .parse((response, done) => {
        const stream = response as unknown as NodeJS.ReadableStream;
        stream.on('data', () => undefined).on('end', () => done(null, undefined));
      });

  it('as bytes of a body gets an answer', () =>
    fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        const { status } = await sendBytes('application/json', body);
        expect([201, 207, 400, 422]).toContain(status);
      }),
      { numRuns: NUM_RUNS },
    ));

  it('as lines of NDJSON gets an answer', () =>
    fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 4 }), async (lines) => {
        const body = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
        expect((await sendBytes('application/x-ndjson', body)).status).toBe(200);
      }),
      { numRuns: NUM_RUNS },
    ));

  it('as an id in the path gets an answer', () =>
    always(pathSegment, (id) => running.put(`/v1/entries/${id}`, fact)));

  it('as a header gets an answer', () =>
    always(fc.tuple(headerValue, headerValue), ([key, trace]) =>
      running.post('/v1/entries', fact).set('Idempotency-Key', key).set('traceparent', trace),
    ));

  it('as a token gets an answer', () =>
    always(headerValue, (token) =>
      running.bare().post('/v1/entries').set('Authorization', `Bearer ${token}`).send(fact),
    ));

  it('as a query of the feed gets an answer', () =>
    always(
      fc.tuple(position, fc.oneof(fc.constant('1'), fc.string()), fc.boolean()),
      ([after, limit, twice]) =>
        running.get(`/v1/log?${new URLSearchParams({ after, limit })}${twice ? '&after=0' : ''}`),
    ));

  it.each([
    ['nested 100,000 deep', `{"incidentId":"i","type":"t","summary":"s","details":{"a":${nested(100_000)}}}`],
    ['an array nested 100,000 deep', nested(100_000)],
    [
      'with a number of 10,000 digits',
      `{"incidentId":"i","type":"t","summary":"s","n":${'9'.repeat(10_000)}}`,
    ],
  ])('%s is refused for what it is', async (_what, body) => {
    const answer = await running.put(`/v1/entries/${makeId()}`, body).type('json').expect(422);
    expect(problemSchema.parse(answer.body).code).toBe('invalid_entry');
  });

  it('leaves no hole in the log', async () => {
    const positions: number[] = [];
    for (;;) {
      const { body } = await running.get(`/v1/log?after=${positions.at(-1) ?? 0}`).expect(200);
      if (body.entries.length === 0) break;
      positions.push(...body.entries.map((entry: { position: number }) => entry.position));
    }
    expect(positions).toStrictEqual(positions.map((_, index) => index + 1));
    expect(positions.length).toBeGreaterThan(NUM_RUNS / 4);
  });
});

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}
