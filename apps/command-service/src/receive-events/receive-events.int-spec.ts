import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@daybook/test-servers';
import { makeRoutingKey, ROUTING_KEY_SECRET_BYTES } from '@daybook/routing-keys';
import type { RecordedEntryV2 } from '@daybook/timeline-contracts';
import { runApp, type RunningApp } from '../../test/running-app.js';

const secret = randomBytes(ROUTING_KEY_SECRET_BYTES);
const payload = { summary: 'DISK at 99%', source: 'srv01', severity: 'critical' };

describe('events of monitoring tools', () => {
  let folder: string;
  let running: RunningApp;
  let key: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'daybook-routing-'));
    const file = join(folder, 'secret');
    writeFileSync(file, secret.toString('hex'));
    running = await runApp({ ROUTING_KEY_SECRET_FILE: file });
    const made = await running.post('/v1/routing-keys', { service: 'checkout' }).expect(201);
    key = made.body.key;
  });
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true });
  });

  const enqueue = (event: object, path = '/v2/enqueue') =>
    running
      .bare()
      .post(path)
      .send({ routing_key: key, ...event });
  const trigger = (dedup_key: string, change: object = {}) =>
    enqueue({ event_action: 'trigger', dedup_key, payload: { ...payload, ...change } });
  const act = (event_action: string, dedup_key: string) => enqueue({ event_action, dedup_key });
  const logged = async (): Promise<RecordedEntryV2[]> =>
    (await running.get('/v1/log?after=0&limit=1000').expect(200)).body.entries;
  const entriesOf = async (dedupKey: string) =>
    (await logged()).filter(
      ({ entry }) => (entry?.['details'] as { dedupKey?: string })?.dedupKey === dedupKey,
    );

  it('become entries of one incident, until it is resolved; then of another', async () => {
    const answers = [
      await trigger('life').expect(202),
      await act('acknowledge', 'life').expect(202),
      await trigger('life', { summary: 'DISK at 100%' }).expect(202),
      await act('resolve', 'life').expect(202),
      await trigger('life').expect(202),
    ];
    const accepted = { status: 'success', message: 'Event processed', dedup_key: 'life' };
    for (const { body } of answers) expect(body).toStrictEqual(accepted);
    const entries = await entriesOf('life');
    const [first, ...others] = entries.map(({ incidentId }) => incidentId);
    expect(first).toMatch(/^Q[0-9A-Z]{13}$/);
    expect(others.slice(0, 3)).toStrictEqual([first, first, first]);
    expect(others[3]).not.toBe(first);
    expect(entries[0]).toMatchObject({
      type: 'trigger',
      recordedBy: `routing-key:${key.slice(0, 16)}`,
      entry: {
        ...{ summary: 'DISK at 99%', service: 'checkout', channel: { type: 'api' } },
        agent: { id: key.slice(0, 16), type: 'integration' },
        details: { severity: 'critical', dedupKey: 'life', event: { event_action: 'trigger', payload } },
      },
    });
    expect(JSON.stringify(entries)).not.toContain(key);
  });

  it('are known when they come again within five minutes, also without a dedup key', async () => {
    await trigger('again').expect(202);
    await trigger('again').expect(202);
    expect(await entriesOf('again')).toHaveLength(1);

    const event = { event_action: 'trigger', payload: { ...payload, summary: 'without a key' } };
    const [first, second] = [await enqueue(event).expect(202), await enqueue(event).expect(202)];
    expect(first.body.dedup_key).toMatch(/^[0-9a-f]{32}$/);
    expect(second.body.dedup_key).toBe(first.body.dedup_key);
    expect(await entriesOf(first.body.dedup_key)).toHaveLength(1);
  });

  it('are kept when they find nothing open', async () => {
    await act('acknowledge', 'early').expect(202);
    await trigger('early').expect(202);
    const entries = await entriesOf('early');
    expect(entries.map(({ type }) => type)).toStrictEqual(['acknowledge', 'trigger']);
    expect(new Set(entries.map(({ incidentId }) => incidentId)).size).toBe(1);
  });

  it('of many senders at the same time open one incident', async () => {
    const summaries = Array.from({ length: 40 }, (_, index) => `${index}`);
    await Promise.all(summaries.map((summary) => trigger('storm', { summary }).expect(202)));
    const entries = await entriesOf('storm');
    expect(entries).toHaveLength(40);
    expect(new Set(entries.map(({ incidentId }) => incidentId)).size).toBe(1);
  });

  it.each([
    ['text/plain', 'urlencoded'],
    ['application/x-www-form-urlencoded', 'form'],
    ['application/json; charset=utf-8', 'json'],
    ['nonsense', 'nonsense'],
  ])('are read as JSON, sent as %s', async (type, dedup_key) => {
    const text = JSON.stringify({ routing_key: key, event_action: 'trigger', dedup_key, payload });
    const request = running
      .bare()
      .post('/v2/enqueue')
      .set('Content-Type', type)
      .set('Authorization', 'dummy');
    await request.send(text).expect(202);
    expect(await entriesOf(dedup_key)).toHaveLength(1);
  });

  it('are taken with a trailing slash', async () => {
    await enqueue({ event_action: 'trigger', payload }, '/v2/enqueue/').expect(202);
  });

  it('may hold what a fact may not: large numbers, NUL, and deep values are kept as text', async () => {
    const deep = JSON.parse('[1]'.repeat(1).replace('1', `${'['.repeat(60)}1${']'.repeat(60)}`)) as unknown;
    const text = JSON.stringify({
      ...{ routing_key: key, event_action: 'trigger', dedup_key: 'odd\0' },
      payload: { ...payload, custom_details: { id: 'BIG', nul: 'a\0b', deep } },
      images: [{ src: 'https://x.example/a.png', href: '' }],
    }).replace('"BIG"', '12345678901234567890');
    await running.bare().post('/v2/enqueue').set('Content-Type', 'application/json').send(text).expect(202);
    const [entry] = await entriesOf('odd\ufffd');
    expect(JSON.stringify(entry)).toContain('"id":"12345678901234567890"');
    expect(JSON.stringify(entry)).toContain('a\ufffdb');
  });

  it.each([
    ['2015-07-17T08:42:58.315+0000', '2015-07-17T08:42:58.315Z'],
    ['2026-01-02T03:04:05.123456789Z', '2026-01-02T03:04:05.123Z'],
    ['2026-01-02T03:04:05.123456+01:00Z', '2026-01-02T02:04:05.123Z'],
    ['2026-01-02T03:04:05.000', '2026-01-02T03:04:05.000Z'],
  ])('happened at %s', async (timestamp, occurredAt) => {
    await trigger(`at ${timestamp}`, { timestamp }).expect(202);
    expect(await entriesOf(`at ${timestamp}`)).toMatchObject([{ occurredAt }]);
  });

  it('far ahead of the door’s clock happened when they came', async () => {
    await trigger('ahead', { timestamp: '2999-01-01T00:00:00Z' }).expect(202);
    const [entry] = await entriesOf('ahead');
    expect(entry!.occurredAt).toBe(entry!.receivedAt);
  });

  it.each<[string, object, string]>([
    ['event_action', { event_action: 'explode', payload }, 'event_action'],
    ['payload', { event_action: 'trigger' }, 'payload'],
    ['severity', { event_action: 'trigger', payload: { ...payload, severity: 'bad' } }, 'payload.severity'],
    ['summary', { event_action: 'trigger', payload: { ...payload, summary: '' } }, 'payload.summary'],
    ['timestamp', { event_action: 'trigger', payload: { ...payload, timestamp: 'x' } }, 'payload.timestamp'],
    ['dedup_key', { event_action: 'resolve' }, 'dedup_key'],
    ['long dedup_key', { event_action: 'resolve', dedup_key: 'x'.repeat(256) }, 'dedup_key'],
    ['routing_key', { event_action: 'trigger', payload, routing_key: '0'.repeat(32) }, 'routing_key'],
    ['no routing_key', { event_action: 'trigger', payload, routing_key: undefined }, 'routing_key'],
  ])('are told all that is wrong: %s', async (_what, event, field) => {
    const { body } = await enqueue(event)
      .expect(400)
      .expect('Content-Type', /^application\/json/);
    expect(body).toMatchObject({ status: 'invalid event', message: 'Event object is invalid' });
    expect(body.errors.join()).toContain(field);
  });

  it.each(['{', '[]', '""', ''])('answers %j in the same form', async (text) => {
    const request = running.bare().post('/v2/enqueue').set('Content-Type', 'application/json');
    const { body } = await request
      .send(text)
      .expect(400)
      .expect('Content-Type', /^application\/json/);
    expect(body).toMatchObject({ status: 'invalid event', errors: [expect.any(String)] });
  });

  it('of more than 512 KiB are too large', async () => {
    const { body } = await trigger('large', { custom_details: { pad: 'x'.repeat(512 * 1024) } }).expect(413);
    expect(body).toMatchObject({ status: 'invalid event', errors: ['an event may have 524288 bytes'] });
    await trigger('fits', { custom_details: { pad: 'x'.repeat(500 * 1024) } }).expect(202);
  });

  it('of a change are entries of their service', async () => {
    const change = {
      payload: { summary: 'deployed', source: 'ci' },
      links: [{ href: 'https://ci.example' }],
    };
    const { body } = await enqueue(change, '/v2/change/enqueue').expect(202);
    expect(body).toStrictEqual({ status: 'success', message: 'Change event processed' });
    expect((await logged()).at(-1)).toMatchObject({
      ...{ type: 'change', incidentId: 'changes-checkout' },
      entry: { summary: 'deployed', contexts: [{ type: 'link', href: 'https://ci.example' }] },
    });
  });

  it('are refused with a key that was revoked or never stored', async () => {
    const { body } = await running.post('/v1/routing-keys', { service: 'old' }).expect(201);
    const { body: all } = await running.get('/v1/routing-keys').expect(200);
    expect(all.routingKeys.map(({ service }: { service: string }) => service)).toStrictEqual([
      'checkout',
      'old',
    ]);
    expect(JSON.stringify(all)).not.toContain(body.key);
    const other = await running.tokens.sign({ account: 'other', scopes: ['admin'] });
    const remove = (token: string) =>
      running.bare().delete(`/v1/routing-keys/${body.id}`).set('Authorization', `Bearer ${token}`);
    await remove(other).expect(404);
    await remove(await running.tokens.sign({ account: 'acme', scopes: ['admin'] })).expect(204);
    const event = { event_action: 'trigger', payload };
    expect((await enqueue({ ...event, routing_key: body.key }).expect(400)).body.errors).toHaveLength(1);
    await enqueue({ ...event, routing_key: makeRoutingKey(secret) }).expect(400);
  });

  it('are queued while the log is away, and decided as if they had come through', async () => {
    await trigger('queued', { summary: 'before' }).expect(202);
    running.postgresWire.cut();
    await trigger('queued', { summary: 'while it is away' }).expect(202);
    await act('resolve', 'queued').expect(202);
    const made = await enqueue({
      event_action: 'trigger',
      payload: { ...payload, summary: 'no key' },
    }).expect(202);
    await running.postgresWire.restore();
    const entries = await waitFor(
      async () => {
        const found = await entriesOf('queued').catch(() => []);
        return found.length === 3 ? found : undefined;
      },
      { what: 'the queued events', timeoutMs: 20_000 },
    );
    expect(entries.map(({ type }) => type)).toStrictEqual(['trigger', 'trigger', 'resolve']);
    expect(new Set(entries.map(({ incidentId }) => incidentId)).size).toBe(1);
    await waitFor(async () => (await entriesOf(made.body.dedup_key)).length === 1, {
      what: 'the event without a key',
      timeoutMs: 20_000,
    });
  });
});
