import {
  arrayResultSchema,
  entryViewSchema,
  incidentsPageSchema,
  receiptSchema,
  timelinePageSchema,
} from '@daybook/timeline-contracts';
import { entryIdMaker } from '@daybook/timeline-domain';
import { startDaybook, type Daybook } from './daybook.js';

const makeId = entryIdMaker(() => Date.now());

describe('the way of a fact', () => {
  let daybook: Daybook;

  beforeAll(async () => {
    daybook = await startDaybook();
  });
  afterAll(() => daybook.stop());

  it('leads from a PUT on one service to a GET on the other, with every field as it was sent', async () => {
    const id = makeId();
    const fact = {
      incidentId: 'INC/1 äöü',
      type: 'something_new',
      summary: 'Pager goes off',
      occurredAt: '2026-03-01T09:30:00+01:00',
      agent: { id: 'ann', name: 'Ann', shift: 2 },
      details: { $set: { 'a.b': [1, null, { '10': 'x', '9': 'y' }] }, price: 0.1 },
      custom: 'kept',
    };
    const put = await daybook.send('PUT', `/v1/entries/${id}`, fact);
    expect(put.status).toBe(201);

    const { status, headers, body } = await daybook.read(`/v1/entries/${id}?includes=${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      ...fact,
      occurredAtUtc: '2026-03-01T08:30:00.000Z',
      recordedBy: 'tester',
    });
    expect(entryViewSchema.parse(body).position).toBe(receiptSchema.parse(put.body).position);
    expect(headers.get('Daybook-Watermark')).toMatch(/^local:1:\d+$/);
    expect(headers.get('Daybook-Lag-Ms')).toMatch(/^\d+$/);
  });

  it('puts a late fact into its true place, and the summary follows', async () => {
    const incidentId = 'late';
    const at = (minute: string) => `2026-03-01T10:${minute}:00Z`;
    const sent = [
      { incidentId, type: 'trigger', summary: 'down', occurredAt: at('00') },
      { incidentId, type: 'resolve', summary: 'up', occurredAt: at('30') },
      { incidentId, type: 'acknowledge', summary: 'looking', occurredAt: at('10'), agent: 'Ann' },
    ];
    const answer = await daybook.send('POST', '/v1/entries', sent);
    const { results } = arrayResultSchema.parse(answer.body);
    const last = results.flatMap((result) => ('receipt' in result ? [result.receipt] : [])).at(-1)!;

    const page = await daybook.read(`/v1/incidents/${incidentId}/timeline?after=${last.position}`);
    expect(timelinePageSchema.parse(page.body).entries.map(({ summary }) => summary)).toEqual([
      'down',
      'looking',
      'up',
    ]);

    const list = await daybook.read(`/v1/incidents?after=${last.position}&status=resolved`);
    expect(incidentsPageSchema.parse(list.body).incidents[0]).toMatchObject({
      id: incidentId,
      status: 'resolved',
      title: 'down',
      triggeredAt: '2026-03-01T10:00:00.000Z',
      acknowledgedAt: '2026-03-01T10:10:00.000Z',
      resolvedAt: '2026-03-01T10:30:00.000Z',
      responders: ['Ann'],
      entryCount: 3,
    });
  });

  it('corrects an entry for every reader, and takes it away for good', async () => {
    const [id, revision, redaction] = [makeId(), makeId(), makeId()];
    const fact = { incidentId: 'amended', type: 'trigger', summary: 'Call Ann on 0170 1234567' };
    await daybook.send('PUT', `/v1/entries/${id}`, fact);
    const amend = (entryId: string, type: string, changes?: object) =>
      daybook.send('PUT', `/v1/entries/${entryId}`, {
        ...{ incidentId: 'amended', type, summary: 'no numbers', details: { entryId: id, changes } },
      });

    await amend(revision, 'revise', { summary: 'Call Ann', service: 'checkout' });
    const revised = await daybook.read(`/v1/entries/${id}?includes=${revision}`);
    expect(revised.body).toMatchObject({ summary: 'Call Ann', revised: { by: revision, count: 1 } });

    expect((await amend(redaction, 'redact')).status).toBe(201);
    const page = await daybook.read(`/v1/incidents/amended/timeline?includes=${redaction}`);
    const { entries } = timelinePageSchema.parse(page.body);
    expect(entries.map(({ type, summary }) => [type, summary])).toEqual([
      ['trigger', ''],
      ['revise', ''],
      ['redact', 'no numbers'],
    ]);
    expect(JSON.stringify([page.body, await daybook.readLog()])).not.toContain('0170');
    expect((await daybook.send('PUT', `/v1/entries/${id}`, fact)).status).toBe(410);
  });

  it('keeps accounts apart', async () => {
    const answer = await daybook.send('POST', '/v1/entries', {
      incidentId: 'ours',
      type: 'trigger',
      summary: 'x',
    });
    const { id } = receiptSchema.parse(answer.body);
    await daybook.read(`/v1/entries/${id}?includes=${id}`);
    const other = await daybook.readAs('other', '/v1/incidents/ours/timeline');
    expect(other.status).toBe(404);
  });
});
