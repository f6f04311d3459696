import { arrayResultSchema, problemSchema, receiptSchema } from '@daybook/timeline-contracts';
import { entryIdMaker } from '@daybook/timeline-domain';
import fc from 'fast-check';
import { BODY_LIMIT, runApp, type RunningApp } from '../../test/running-app.js';

const makeId = entryIdMaker(() => Date.now());
const fact = { incidentId: 'INC-1', type: 'trigger', summary: 'down' };

describe('the doors that take facts', () => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await runApp();
  });
  afterAll(() => running.close());

  describe('PUT /v1/entries/:id', () => {
    it('answers 201, then 200, then 409 with both hashes', async () => {
      const path = `/v1/entries/${makeId()}`;
      const first = await running.put(path, fact).expect(201);
      const receipt = receiptSchema.parse(first.body);
      const again = await running.put(path, fact).expect(200);
      expect(again.body).toStrictEqual({ ...receipt, duplicate: true });
      const conflict = await running.put(path, { ...fact, summary: 'up' }).expect(409);
      expect(conflict.type).toBe('application/problem+json');
      expect(conflict.body).toMatchObject({ code: 'content_conflict', recordedHash: receipt.contentHash });
    });

    it('takes an id in upper case, and in the body as well', async () => {
      const id = makeId();
      await running.put(`/v1/entries/${id.toUpperCase()}`, fact).expect(201);
      await running.put(`/v1/entries/${id}`, { ...fact, id }).expect(200);
    });

    it.each([
      ['/v1/entries/7', fact, 400, 'id'],
      ['/v1/entries/019ca4a7-3400-7000-8000-000000000001?dry=1', fact, 400, 'dry'],
      [
        '/v1/entries/019ca4a7-3400-7000-8000-000000000001',
        { ...fact, id: '019ca4a7-3400-7000-8000-000000000002' },
        422,
        'id',
      ],
      ['/v1/entries/019ca4a7-3400-7000-8000-000000000001', { ...fact, summary: '' }, 422, 'summary'],
      ['/v1/entries/019ca4a7-3400-7000-8000-000000000001', [fact], 422, undefined],
    ])('refuses %s %j with %i, naming %s', async (path, body, status, field) => {
      const { body: problem } = await running.put(path, body).expect(status);
      expect(problemSchema.parse(problem).field).toBe(field);
    });
  });

  describe('POST /v1/entries', () => {
    it('makes an id, or takes the one that is there', async () => {
      const made = await running.post('/v1/entries', fact).expect(201);
      await running.post('/v1/entries', { ...fact, id: made.body.id }).expect(200);
    });

    it('gives the same id for the same Idempotency-Key', async () => {
      const send = () => running.post('/v1/entries', fact).set('Idempotency-Key', 'a key');
      const first = await send().expect(201);
      const again = await send().expect(200);
      expect(again.body.id).toBe(first.body.id);
      await running.post('/v1/entries', fact).set('Idempotency-Key', 'x'.repeat(256)).expect(400);
    });

    it('answers an array item by item: 201 with something new, 200 with nothing new, 207 with a refusal', async () => {
      const items = [makeId(), makeId()].map((id) => ({ ...fact, id }));
      await running.post('/v1/entries', items).expect(201);
      await running.post('/v1/entries', items).expect(200);
      const mixed = await running.post('/v1/entries', [...items, { ...fact, type: '' }, fact]).expect(207);
      const result = arrayResultSchema.parse(mixed.body);
      expect(result).toMatchObject({ recorded: 1, duplicates: 2, refused: 1 });
      expect(result.results.map(({ status }) => status)).toStrictEqual([200, 200, 422, 201]);
    });

    it('takes 1 to 1,000 at a time', async () => {
      const many = Array.from({ length: 1_000 }, () => fact);
      const { body } = await running.post('/v1/entries', many).expect(201);
      expect(body.recorded).toBe(1_000);
      await running.post('/v1/entries', [...many, fact]).expect(422);
      await running.post('/v1/entries', []).expect(422);
    });

    it('refuses the one item whose number would lose digits', async () => {
      const text = `[${JSON.stringify(fact)},{"incidentId":"i","type":"t","summary":"s","details":{"n":12345678901234567}}]`;
      const { body } = await running.post('/v1/entries', text).type('json').expect(207);
      expect(body.results[1].problem).toMatchObject({ code: 'invalid_entry', field: 'details.n' });
    });

    it('never fails at whatever JSON is sent', async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.record({ ...likeAFact })), async (body) => {
          const { status } = await running.post('/v1/entries', JSON.stringify(body)).type('json');
          expect([201, 207, 400, 422]).toContain(status);
        }),
        { numRuns: 150 },
      );
    });
  });

  describe('NDJSON', () => {
    const send = (text: string | Buffer) =>
      running
        .post('/v1/entries', text)
        .type('application/x-ndjson')
        .buffer(true)
        .parse((response, done) => asText(response as unknown as NodeJS.ReadableStream, done));
    const linesOf = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));

    it('is answered line by line, then summed up', async () => {
      const { body } = await send(
        `${JSON.stringify(fact)}\n\nnope\n{"type":"x"}\n${JSON.stringify(fact)}`,
      ).expect(200);
      const lines = linesOf(body);
      expect(lines.slice(0, -1).map(({ line, status }) => [line, status])).toStrictEqual([
        [1, 201],
        [3, 400],
        [4, 422],
        [5, 201],
      ]);
      expect(lines.at(-1)).toStrictEqual({ summary: { recorded: 2, duplicates: 0, refused: 2 } });
    });

    it('may be larger than any other body, and can be sent whole again', async () => {
      const text = Array.from({ length: 3_000 }, () =>
        JSON.stringify({ ...fact, id: makeId(), details: { pad: 'x'.repeat(500) } }),
      ).join('\n');
      expect(text.length).toBeGreaterThan(BODY_LIMIT);
      expect(linesOf((await send(text).expect(200)).body).at(-1).summary).toMatchObject({ recorded: 3_000 });
      expect(linesOf((await send(text).expect(200)).body).at(-1).summary).toMatchObject({
        duplicates: 3_000,
      });
    });

    it('passes over a line that is too long', async () => {
      const { body } = await send(`${'x'.repeat(1_100_000)}\n${JSON.stringify(fact)}\n`).expect(200);
      expect(linesOf(body).map(({ status }) => status)).toStrictEqual([400, 201, undefined]);
    });
  });

  describe('any body', () => {
    const post = (body: Buffer | string, type: string) =>
      running
        .post('/v1/entries', body)
        .type(type)
        .serialize(() => body as string);

    it('must be JSON in UTF-8, of a known type and size', async () => {
      await post('{', 'application/json').expect(400, /invalid_json/);
      await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'application/json').expect(400, /UTF-8/);
      await post('<entry/>', 'application/xml').expect(415, /unsupported_media_type/);
      await post('x'.repeat(BODY_LIMIT + 1), 'application/json').expect(413, /too_large/);
    });
  });

  describe('tokens', () => {
    const path = '/v1/entries';

    it('come as Bearer or as Token token=', async () => {
      const token = await running.tokens.sign();
      for (const header of [`Bearer ${token}`, `Token token=${token}`]) {
        await running.bare().post(path).set('Authorization', header).send(fact).expect(201);
      }
    });

    it('are needed, must be valid, allow it, and name an account', async () => {
      const missing = await running.bare().post(path).send(fact).expect(401);
      expect(missing.headers['www-authenticate']).toContain('Bearer');
      await running.bare().post(path).set('Authorization', 'Bearer x.y.z').send(fact).expect(401);
      const reader = await running.tokens.sign({ scopes: ['entries:read'] });
      await running
        .bare()
        .post(path)
        .set('Authorization', `Bearer ${reader}`)
        .send(fact)
        .expect(403, /scope_missing/);
      const everyone = await running.tokens.sign({ account: '*', scopes: ['entries:write'] });
      await running
        .bare()
        .post(path)
        .set('Authorization', `Bearer ${everyone}`)
        .send(fact)
        .expect(403, /account_missing/);
    });
  });
});

const anything = fc.option(fc.jsonValue(), { nil: undefined });
const likeAFact = {
  incidentId: fc.oneof(fc.string({ unit: 'binary' }), anything),
  type: fc.oneof(fc.string({ unit: 'binary' }), anything),
  summary: fc.oneof(fc.string({ unit: 'binary' }), anything),
  occurredAt: fc.option(
    fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      anything,
    ),
    { nil: undefined },
  ),
  agent: anything,
  service: anything,
  teams: anything,
  channel: anything,
  details: anything,
};

function asText(response: NodeJS.ReadableStream, done: (error: Error | null, text: string) => void): void {
  let text = '';
  response.on('data', (chunk: Buffer) => (text += chunk.toString()));
  response.on('end', () => done(null, text));
}
