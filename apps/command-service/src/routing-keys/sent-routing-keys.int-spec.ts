import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runApp, type RunningApp } from '../../test/running-app.js';

const WRONG_KEYS = 3;

let folder: string;
let running: RunningApp;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-routing-'));
  const file = join(folder, 'secret');
  writeFileSync(file, randomBytes(32).toString('hex'));
  running = await runApp({
    ROUTING_KEY_SECRET_FILE: file,
    RATE_LIMIT_REFUSED_TOKENS: String(WRONG_KEYS),
    RATE_LIMIT_SECONDS: '3600',
  });
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true });
});

it('an address that has sent many wrong routing keys is told to wait, and right ones from it are taken', async () => {
  const made = await running.post('/v1/routing-keys', { service: 'checkout' }).expect(201);
  const payload = { summary: 'DISK at 99%', source: 'srv01', severity: 'critical' };
  const trigger = (routing_key: string) =>
    running.bare().post('/v2/enqueue').send({ routing_key, event_action: 'trigger', payload });

  for (let tried = 0; tried < WRONG_KEYS; tried += 1) await trigger('f'.repeat(32)).expect(400);
  const refused = await trigger('f'.repeat(32)).expect(429);
  expect(refused.body).toMatchObject({ status: 'throttle exceeded' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  const alertmanager = () => running.bare().post('/v1/alertmanager').send({});
  await alertmanager()
    .set('Authorization', `Bearer ${'f'.repeat(32)}`)
    .expect(429);

  await trigger(made.body.key).expect(202);
});
