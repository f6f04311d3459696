import { problemSchema, settledSchema } from '@daybook/timeline-contracts';
import { entryIdMaker } from '@daybook/timeline-domain';
import { runApp, type RunningApp } from '../../test/running-app.js';

const makeId = entryIdMaker(() => Date.now());
const fact = { incidentId: 'INC-1', type: 'trigger', summary: 'down' };

// How a receipt comes to be, and how it settles, is in degraded-append.int-spec.ts.
describe('GET /v1/receipts/:id', () => {
  const id = makeId();
  let running: RunningApp;
  let recordedHash: string;

  beforeAll(async () => {
    running = await runApp();
    recordedHash = (await running.put(`/v1/entries/${id}`, fact).expect(201)).body.contentHash;
  });
  afterAll(() => running.close());

  it('tells what is recorded under the id', async () => {
    for (const path of [`${id}?contentHash=${recordedHash}`, id, id.toUpperCase()]) {
      const { body } = await running.get(`/v1/receipts/${path}`).expect(200);
      expect(settledSchema.parse(body)).toMatchObject({ id, status: 'recorded', contentHash: recordedHash });
    }
  });

  it('never takes another content under the id for the one that is still queued', async () => {
    const pending = await running.get(`/v1/receipts/${id}?contentHash=${'0'.repeat(64)}`).expect(404);
    expect(problemSchema.parse(pending.body).code).toBe('receipt_unknown');
    expect(pending.headers['retry-after']).toBe('1');
  });

  it('knows nothing of other accounts, nor of what was never sent', async () => {
    await running.getAs('guest', `/v1/receipts/${id}`).expect(404);
    await running.get(`/v1/receipts/${makeId()}`).expect(404);
  });

  it.each([
    ['7', 400, 'id'],
    [`${id}?contentHash=abc`, 400, 'contentHash'],
  ])('refuses %s', async (path, status, field) => {
    const { body } = await running.get(`/v1/receipts/${path}`).expect(status);
    expect(problemSchema.parse(body).field).toBe(field);
  });
});
