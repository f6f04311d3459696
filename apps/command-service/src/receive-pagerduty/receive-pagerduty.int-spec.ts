import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@daybook/test-servers';
import type { RecordedEntryV2 } from '@daybook/timeline-contracts';
import { runApp, type RunningApp } from '../../test/running-app.js';

const SECRET = 'a-secret-as-pagerduty-makes-them-0123456789';
const sign = (body: string, secret = SECRET) =>
  `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('webhooks of PagerDuty', () => {
  let folder: string;
  let running: RunningApp;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'daybook-pagerduty-'));
    const file = join(folder, 'secrets.json');
    writeFileSync(file, JSON.stringify({ acme: [SECRET], other: ['another-secret-0123456789'] }));
    running = await runApp({ PAGERDUTY_WEBHOOK_SECRETS_FILE: file });
  });
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true });
  });

  const eventOf = (incident: string, id: string, event_type: string, occurred_at: string) => ({
    event: {
      ...{ id, event_type, resource_type: 'incident', occurred_at, agent: null, client: null },
      data: { id: incident, type: 'incident', title: 'Größe des Warenkorbs' },
    },
  });
  const post = (body: string, signature: string | undefined, account = 'acme') => {
    const request = running
      .bare()
      .post(`/v1/pagerduty/${account}`)
      .set('Content-Type', 'application/json; charset=utf-8');
    if (signature !== undefined) void request.set('X-PagerDuty-Signature', signature);
    return request.send(body);
  };
  const send = (incident: string, id: string, type: string, at: string) => {
    const body = JSON.stringify(eventOf(incident, id, type, at), null, 1);
    return post(body, sign(body));
  };
  const entriesOf = async (incident: string): Promise<RecordedEntryV2[]> => {
    const { body } = await running.get('/v1/log?after=0&limit=1000').expect(200);
    return (body.entries as RecordedEntryV2[]).filter(({ incidentId }) => incidentId === incident);
  };

  it('become entries of the incident that has PagerDuty’s id, once', async () => {
    const trigger = () => send('PLIFE', 'E1', 'incident.triggered', '2026-03-01T09:30:00.000Z').expect(202);
    const { body } = await trigger();
    expect(body).toStrictEqual({ status: 'recorded', id: expect.any(String), incidentId: 'PLIFE' });
    await send('PLIFE', 'E2', 'incident.resolved', '2026-03-01T10:00:00.000Z').expect(202);
    expect((await trigger()).body).toStrictEqual({ ...body, status: 'duplicate' });
    expect(await entriesOf('PLIFE')).toMatchObject([
      {
        ...{ account: 'acme', type: 'trigger', recordedBy: 'pagerduty-webhook', id: body.id },
        entry: { summary: 'Größe des Warenkorbs', details: { event: { id: 'E1', client: null } } },
      },
      { type: 'resolve', occurredAt: '2026-03-01T10:00:00.000Z' },
    ]);
  });

  it('are believed with a signature of each secret while one is replaced', async () => {
    const body = JSON.stringify(eventOf('PROT', 'E3', 'incident.triggered', '2026-03-01T09:30:00Z'));
    await post(body, `${sign(body, 'the-secret-that-is-to-come')},${sign(body)}`).expect(202);
  });

  it.each<[string, string | undefined, string]>([
    ['none', undefined, 'acme'],
    ['an empty one', '', 'acme'],
    ['one of another secret', sign('{}', 'not-the-secret'), 'acme'],
    ['one of another body', sign('{"event":{}}'), 'acme'],
    ['one of another account', sign('{}'), 'other'],
    ['one for an account that has no secrets', sign('{}'), 'nobody'],
  ])('are refused with a signature that is %s', async (_what, signature, account) => {
    const { body } = await post('{}', signature, account).expect(401);
    expect(body).toMatchObject({ code: 'signature_refused', field: 'X-PagerDuty-Signature' });
  });

  it('are refused unsigned before anything in them is read', async () => {
    await post('{', undefined).expect(401);
    await post('', sign('')).expect(({ status }) => expect([400, 401]).toContain(status));
  });

  it('may be a ping, which is no fact', async () => {
    const ping = JSON.stringify({
      event: {
        ...{ id: 'E4', event_type: 'pagey.ping', resource_type: 'pagey', agent: null, client: null },
        ...{ occurred_at: '2026-03-01T09:30:00Z', data: { message: 'Hello', type: 'ping' } },
      },
    });
    expect((await post(ping, sign(ping)).expect(202)).body).toStrictEqual({ status: 'pong' });
  });

  it.each([
    ['{', 400, undefined],
    ['[]', 422, ''],
    ['{"event":{}}', 422, 'event.id'],
    [JSON.stringify(eventOf('P1', 'E5', 'incident.triggered', 'now')), 422, 'event.occurred_at'],
    [JSON.stringify(eventOf('', 'E6', 'incident.triggered', '2026-03-01T09:30:00Z')), 422, 'event.data.id'],
  ])('that are signed, but no events, are refused by the field: %s', async (text, status, field) => {
    const { body } = await post(text, sign(text)).expect(status);
    expect(body.field).toBe(field);
  });

  it('are queued while the log is away', async () => {
    running.postgresWire.cut();
    const { body } = await send('PQUE', 'E7', 'incident.triggered', '2026-03-01T09:30:00Z').expect(202);
    expect(body).toMatchObject({ status: 'queued', incidentId: 'PQUE' });
    await running.postgresWire.restore();
    await waitFor(async () => (await entriesOf('PQUE').catch(() => [])).length === 1, {
      what: 'the queued webhook',
      timeoutMs: 20_000,
    });
  });
});
