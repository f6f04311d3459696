import { pageConfigSchema } from '@daybook/timeline-contracts';
import request from 'supertest';
import type { Replica } from '../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../test/surroundings.js';

let around: Surroundings;
let replica: Replica;

beforeAll(async () => {
  around = await surroundings();
  around.log.append({ incidentId: 'i' });
  replica = await around.start();
  await untilComplete(replica, around.log);
  await untilConsuming(replica, around);
});

afterAll(() => around.close());

const DOORS = [
  '/v1/incidents',
  '/v1/incidents/i/timeline',
  '/v1/entries/019ca8bd-9f02-7a31-8c4d-5e6f70819203',
];

describe.each(DOORS)('%s', (path) => {
  async function refusal(authorization?: string): Promise<{ status: number; code: unknown }> {
    const asked = request(replica.url).get(path);
    const { status, body, headers } = await (authorization
      ? asked.set('Authorization', authorization)
      : asked);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(headers['daybook-watermark']).toBe(around.log.headText);
    expect(headers['daybook-lag-ms']).toMatch(/^\d+$/);
    return { status, code: (body as { code: unknown }).code };
  }

  it('needs a token', async () => {
    expect(await refusal()).toEqual({ status: 401, code: 'token_missing' });
    expect(await refusal('Bearer forged')).toEqual({ status: 401, code: 'token_refused' });
  });

  it('needs the scope to read', async () => {
    const token = await around.tokens.sign({ scopes: ['entries:write'] });
    expect(await refusal(`Bearer ${token}`)).toEqual({ status: 403, code: 'scope_missing' });
  });

  it('shows nothing to a token of every account', async () => {
    const token = await around.tokens.sign({ account: '*' });
    expect(await refusal(`Bearer ${token}`)).toEqual({ status: 403, code: 'account_missing' });
  });
});

it('answers an unknown path with a problem', async () => {
  const { status, body } = await request(replica.url).get('/v1/nothing');
  expect(status).toBe(404);
  expect(body).toMatchObject({ code: 'not_found' });
});

it('reports its health, its watermark and its servers', async () => {
  await request(replica.url).get('/health/live').expect(200);
  const { body } = await request(replica.url).get('/health/ready').expect(200);
  expect(body).toMatchObject({
    ready: true,
    mode: 'normal',
    source: 'queue',
    watermark: around.log.headText,
    servers: { mongodb: 'up', rabbitmq: 'connected', commandService: 'up' },
  });
  expect((body as { lagMs: unknown }).lagMs).toEqual(expect.any(Number));
});

it('tells its metrics', async () => {
  const token = await around.tokens.sign();
  const { text } = await request(replica.url)
    .get('/metrics')
    .set('Authorization', `Bearer ${token}`)
    .expect(200);
  expect(text).toMatch(/^daybook_read_model_watermark_position 1$/m);
  expect(text).toMatch(/^daybook_read_model_head_position 1$/m);
  expect(text).toMatch(/^daybook_read_model_lag_seconds [\d.]+$/m);
  expect(text).toMatch(/^daybook_parked_messages 0$/m);
  expect(text).toMatch(/^daybook_projector_entries_applied_total\{source="feed"\} 1$/m);
});

it('tells its page where the command-service is, without a token', async () => {
  const { body, headers } = await request(replica.url).get('/ui/config.json').expect(200);
  expect(pageConfigSchema.strict().parse(body)).toEqual({ commandServiceUrl: around.feed.url });
  expect(headers).not.toHaveProperty('daybook-watermark');
});

it('describes its doors', async () => {
  const { body } = await request(replica.url).get('/docs/openapi.json').expect(200);
  const { paths } = body as { paths: Record<string, { get: { parameters: { name: string }[] } }> };
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/v1/incidents', '/v1/incidents/{id}/timeline', '/v1/entries/{id}']),
  );
  const names = paths['/v1/incidents/{id}/timeline']!.get.parameters.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['after', 'cursor', 'id', 'includes', 'limit', 'order', 'text']),
  );
});
