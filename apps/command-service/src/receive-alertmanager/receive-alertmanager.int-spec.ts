import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROUTING_KEY_SECRET_BYTES } from '@daybook/routing-keys';
import { waitFor } from '@daybook/test-servers';
import type { RecordedEntryV2 } from '@daybook/timeline-contracts';
import { runApp, type RunningApp } from '../../test/running-app.js';

/**
 * What Alertmanager 0.25.0 sent, one notification a line: two alerts fire; the same again twice, after a 503 and
 * after its repeat_interval; one is resolved; the other is; the first fires anew.
 */
const [firing, retried, repeated, oneResolved, bothResolved, anew] = readFileSync(
  new URL('alertmanager-0.25.0.ndjson', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n') as [string, string, string, string, string, string];
const DB_1 = '8c77d5865e910658';
const DB_2 = 'ce0e9e03fd9794d8';

describe('notifications of Alertmanager', () => {
  let folder: string;
  let running: RunningApp;
  let key: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'daybook-alertmanager-'));
    const file = join(folder, 'secret');
    writeFileSync(file, randomBytes(ROUTING_KEY_SECRET_BYTES).toString('hex'));
    running = await runApp({ ROUTING_KEY_SECRET_FILE: file });
  });
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    // Of its own for each test: the same alerts of another key are other incidents.
    key = (await running.post('/v1/routing-keys', { service: 'storage' }).expect(201)).body.key;
  });

  const notify = (text: string, authorization = `Bearer ${key}`) =>
    running
      .bare()
      .post('/v1/alertmanager')
      .set('Content-Type', 'application/json')
      .set('Authorization', authorization)
      .send(text);
  const recorded = async (): Promise<RecordedEntryV2[]> => {
    const { body } = await running.get('/v1/log?after=0&limit=1000').expect(200);
    return (body.entries as RecordedEntryV2[]).filter(
      ({ recordedBy }) => recordedBy === `routing-key:${key.slice(0, 16)}`,
    );
  };
  const storyOf = async (fingerprint: string) =>
    (await recorded())
      .filter(({ entry }) => (entry!['details'] as { dedupKey: string }).dedupKey === fingerprint)
      .map(({ incidentId, type, occurredAt }) => ({ incidentId, type, occurredAt }));

  it('make an incident of each alert, once, however often they come', async () => {
    const answers = [];
    for (const text of [firing, retried, repeated, oneResolved, bothResolved, bothResolved, anew])
      answers.push((await notify(text).expect(202)).body);
    expect(answers).toStrictEqual([
      { recorded: 2, repeated: 0, queued: 0 },
      { recorded: 0, repeated: 2, queued: 0 },
      { recorded: 0, repeated: 2, queued: 0 },
      { recorded: 1, repeated: 1, queued: 0 },
      { recorded: 1, repeated: 0, queued: 0 },
      { recorded: 0, repeated: 1, queued: 0 },
      { recorded: 1, repeated: 0, queued: 0 },
    ]);

    const first = await storyOf(DB_1);
    const { incidentId } = first[0]!;
    expect(first).toStrictEqual([
      { incidentId, type: 'trigger', occurredAt: JSON.parse(firing).alerts[0].startsAt },
      {
        ...{ incidentId, type: 'resolve' },
        occurredAt: new Date(JSON.parse(oneResolved).alerts[0].endsAt).toISOString(),
      },
      {
        ...{ incidentId: expect.not.stringMatching(incidentId), type: 'trigger' },
        occurredAt: JSON.parse(anew).alerts[0].startsAt,
      },
    ]);
    const second = await storyOf(DB_2);
    expect(second.map(({ type }) => type)).toStrictEqual(['trigger', 'resolve']);
    expect(second[0]!.incidentId).not.toBe(incidentId);
  });

  it('are kept whole', async () => {
    await notify(firing).expect(202);
    const entries = await recorded();
    const { alerts, ...group } = JSON.parse(firing);
    const alert = alerts[0];
    expect(entries.find(({ entry }) => entry!.summary === 'Disk of db-1 is full')!.entry).toMatchObject({
      ...{ service: 'storage', agent: { type: 'integration', name: 'Alertmanager' } },
      contexts: [
        { type: 'link', href: alert.generatorURL, text: 'Source' },
        { type: 'link', href: alert.annotations.runbook_url, text: 'Runbook' },
      ],
      details: {
        ...{ severity: 'critical', dedupKey: DB_1 },
        event: { payload: { custom_details: { alert, group } } },
      },
    });
    expect(JSON.stringify(entries)).not.toContain(key);
  });

  it('may hold what a fact may not', async () => {
    const odd = firing
      .replace(DB_1, 'odd\\u0000')
      .replace('"labels"', '"values":{"B":0.12345678901234567890},"labels"');
    await notify(odd).expect(202);
    const entries = await recorded();
    expect(await storyOf('odd\ufffd')).toHaveLength(1);
    expect(JSON.stringify(entries)).toContain('"B":"0.12345678901234567890"');
  });

  it('are queued while the log is away, and decided as if they had come through', async () => {
    await notify(firing).expect(202);
    running.postgresWire.cut();
    const { body } = await notify(oneResolved).expect(202);
    expect(body).toStrictEqual({ recorded: 0, repeated: 0, queued: 2 });
    await running.postgresWire.restore();
    const story = await waitFor(
      async () => {
        const found = await storyOf(DB_1).catch(() => []);
        return found.length === 2 ? found : undefined;
      },
      { what: 'the queued alert', timeoutMs: 20_000 },
    );
    expect(story[1]).toMatchObject({ incidentId: story[0]!.incidentId, type: 'resolve' });
    expect(await storyOf(DB_2)).toHaveLength(1);
  });

  it('that nowhere can be kept are to be sent again, and are recorded once', async () => {
    running.postgresWire.cut();
    running.rabbitWire.cut();
    const { body } = await notify(firing).expect(503).expect('Retry-After', /^\d+$/);
    expect(body).toMatchObject({ status: 503 });
    await Promise.all([running.postgresWire.restore(), running.rabbitWire.restore()]);
    await waitFor(async () => (await notify(firing)).status === 202, {
      what: 'a durable place',
      timeoutMs: 20_000,
    });
    await waitFor(async () => (await storyOf(DB_1)).length === 1, { what: 'the alert', timeoutMs: 20_000 });
  });

  it.each(['', 'Bearer', 'Bearer 0123456789abcdef0123456789abcdef', 'Basic a2V5Og=='])(
    'are refused with the authorization %j',
    async (authorization) => {
      const { body } = await notify(firing, authorization).expect(401);
      expect(body).toMatchObject({ code: 'routing_key_refused' });
    },
  );

  it('are refused with a key that was revoked', async () => {
    await running.deleteAs('acme', `/v1/routing-keys/${key.slice(0, 16)}`).expect(204);
    await notify(firing).expect(401);
    expect(await recorded()).toStrictEqual([]);
  });

  it('are refused as a whole, by the field that is wrong', async () => {
    const { body } = await notify(firing.replace('"fingerprint":"ce0e9e03fd9794d8"', '"fingerprint":7'));
    expect(body).toMatchObject({ status: 422, code: 'invalid_notification', field: 'alerts[1].fingerprint' });
    await notify('{').expect(400);
    await notify('[]').expect(422);
    expect(await recorded()).toStrictEqual([]);
  });
});
