import request from 'supertest';
import { webhooksUnderTest, type WebhooksUnderTest } from '../../test/webhooks-under-test.js';
import { WEBHOOKS_OF_ACCOUNT } from './webhooks.js';

let hooks: WebhooksUnderTest;

beforeAll(async () => {
  hooks = await webhooksUnderTest();
  await hooks.start();
  await hooks.record({ incidentId: 'a' });
});

afterAll(() => hooks.close());

const call = (method: 'get' | 'post' | 'patch' | 'delete', path: string, token: string) =>
  request(hooks.replica.url)[method](`/v1/webhooks${path}`).set('Authorization', `Bearer ${token}`);

it('makes, lists, shows, changes and removes a webhook; its secret is told once', async () => {
  const made = await hooks.create({ filter: { type: ['trigger'] }, description: 'pages the sea' });
  expect(made).toMatchObject({
    ...{ url: hooks.receiver.url, filter: { type: ['trigger'] }, description: 'pages the sea' },
    ...{ status: 'active', pausedBecause: null, createdBy: 'tester', position: 'local:1:1', failed: 0 },
    ...{ held: { incidents: 0, since: null }, previousSecretUntil: null },
  });
  expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const { secret, ...shown } = made;
  expect(await hooks.show(made.id)).toStrictEqual(shown);
  const { text } = await hooks.get('').expect(200);
  expect(JSON.parse(text)).toStrictEqual({ webhooks: [shown] });
  const stored = JSON.stringify(await hooks.replica.store.webhooks.find().toArray());
  expect(stored).not.toContain(secret.slice('whsec_'.length));

  const changed = await call('patch', `/${made.id}`, hooks.adminToken)
    .send({ filter: { team: ['core'] } })
    .expect(200);
  expect(changed.body).toStrictEqual({ ...shown, filter: { team: ['core'] } });
  await call('delete', `/${made.id}`, hooks.adminToken).expect(204);
  const { body } = await hooks.get(`/${made.id}`).expect(404);
  expect(body).toMatchObject({ code: 'webhook_not_found' });
});

it('is for admins of the account alone', async () => {
  const { id } = await hooks.create();
  const reader = await hooks.around.tokens.sign();
  const other = await hooks.around.tokens.sign({ account: 'other', scopes: ['admin'] });
  const every = await hooks.around.tokens.sign({ account: '*', scopes: ['admin'] });
  await call('get', '', reader).expect(403);
  await call('post', '', every).send({ url: 'https://example.org' }).expect(403);
  expect((await call('get', '', other).expect(200)).body).toStrictEqual({ webhooks: [] });
  await call('get', `/${id}`, other).expect(404);
  await call('patch', `/${id}`, other).send({ description: 'mine' }).expect(404);
  for (const action of ['pause', 'resume', 'rotate-secret'])
    await call('post', `/${id}/${action}`, other).expect(404);
  await call('post', `/${id}/replay`, other).send({ after: '0' }).expect(404);
  await call('get', `/${id}/failed`, other).expect(404);
  await call('post', `/${id}/failed/replay`, other).send({}).expect(404);
  await call('delete', `/${id}`, other).expect(404);
  await call('delete', `/${id}`, hooks.adminToken).expect(204);
});

it.each([
  [{}, 'url'],
  [{ url: 'ftp://example.org' }, 'url'],
  [{ url: 'https://ann:secret@example.org' }, 'url'],
  [{ url: 'https://10.0.0.1/hook' }, 'url'],
  [{ url: 'https://[::1]/hook' }, 'url'],
  [{ url: 'http://8.8.8.8/hook' }, 'url'],
  [{ url: 'https://example.org', filter: { kind: ['trigger'] } }, 'filter.kind'],
  [{ url: 'https://example.org', filter: { type: [7] } }, 'filter.type[0]'],
  [{ url: 'https://example.org', after: '12' }, 'after'],
  [{ url: 'https://example.org', secret: 'mine' }, 'secret'],
])('refuses %j and names %s', async (body, field) => {
  const refused = await hooks.post('', body).expect(400);
  expect(refused.body).toMatchObject({ code: 'invalid_request', field });
});

it('refuses a position of another log, a change of nothing, and ids that are none', async () => {
  const elsewhere = await hooks.post('', { url: 'https://example.org', after: 'elsewhere:1:1' }).expect(409);
  expect(elsewhere.body).toMatchObject({ code: 'other_log', field: 'after' });
  const { id } = await hooks.create();
  await call('patch', `/${id}`, hooks.adminToken).send({}).expect(400);
  await hooks.post(`/${id}/replay`).expect(400);
  await hooks.post(`/${id}/failed/replay`, { entries: ['one'] }).expect(400);
  await hooks.get('/one').expect(400);
  await call('delete', `/${id}`, hooks.adminToken).expect(204);
});

it('has an end to how many an account may have', async () => {
  const token = await hooks.around.tokens.sign({ account: 'many', scopes: ['admin'] });
  const make = () => call('post', '', token).send({ url: 'https://example.org' });
  for (let n = 0; n < WEBHOOKS_OF_ACCOUNT; n += 1) await make().expect(201);
  expect((await make().expect(409)).body).toMatchObject({ code: 'too_many_webhooks' });
});

it('says 503 while the store hangs', async () => {
  hooks.around.mongoWire.freeze();
  expect((await hooks.get('').expect(503)).body).toMatchObject({ code: 'store_unavailable' });
  await hooks.around.mongoWire.restore();
});

it('has none where there is no key', async () => {
  const without = await hooks.around.start();
  const { body } = await request(without.url)
    .post('/v1/webhooks')
    .set('Authorization', `Bearer ${hooks.adminToken}`)
    .send({ url: 'https://example.org' })
    .expect(409);
  expect(body).toMatchObject({ code: 'no_webhooks' });
});
