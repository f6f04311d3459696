import { jest } from '@jest/globals';
import { waitFor } from '@daybook/test-servers';
import { register } from 'prom-client';
import { Webhook } from 'standardwebhooks';
import { TestLog } from '../../test/test-log.js';
import { untilComplete } from '../../test/surroundings.js';
import type { Received } from '../../test/webhook-receiver.js';
import { LEASE_MS } from './lease.js';
import { A, B, webhooksUnderTest, type WebhooksUnderTest } from '../../test/webhooks-under-test.js';

const HOUR = 3_600_000;
let hooks: WebhooksUnderTest;

beforeEach(async () => {
  hooks = await webhooksUnderTest();
  await hooks.start();
});

afterEach(() => hooks.close());

const fact = (incidentId: string, summary: string, more: object = {}) => ({ incidentId, summary, ...more });
const summaries = (received: readonly Received[]) => received.map(({ body }) => body.summary);
const of = (incidentId: string, received: readonly Received[]) =>
  summaries(received.filter(({ body }) => body.incidentId === incidentId));

function failing(...failed: string[]): void {
  hooks.receiver.answer = ({ body }) => (failed.includes(body.summary) ? 500 : 204);
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  await waitFor(condition, { what, timeoutMs: 15_000 });
}

it('posts what is recorded from now on, as the feed shows it, signed', async () => {
  const { receiver, around } = hooks;
  await hooks.record(fact(A, 'before'));
  const { id, secret } = await hooks.create();
  await hooks.record(fact(A, 'one', { note: 'ünï "quoted"' }), fact(A, 'two'));
  expect(await hooks.untilTaken(2)).toStrictEqual(['one', 'two']);
  const [first] = receiver.taken as [Received];
  const verified = new Webhook(secret).verify(first.text, first.headers as Record<string, string>);
  expect(verified).toMatchObject({ summary: 'one', note: 'ünï "quoted"', position: 'local:1:2' });
  expect(first.headers).toMatchObject({
    'content-type': 'application/json',
    'webhook-id': `${id}_${around.log.entries[1]!.id}`,
    'daybook-position': 'local:1:2',
    'daybook-attempt': '1',
  });
  const reader = await around.tokens.sign();
  const feed = await fetch(`${hooks.replica.url}/v1/changes?after=local:1:1&limit=1`, {
    headers: { authorization: `Bearer ${reader}` },
  });
  expect(await feed.text()).toContain(first.text);
  expect(() =>
    new Webhook(secret).verify(`${first.text} `, first.headers as Record<string, string>),
  ).toThrow();
  await until('the place to be stored', async () => (await hooks.show(id)).position === 'local:1:3');
});

it('delivers only what passes the filter, from the start if asked', async () => {
  await hooks.record(
    fact(A, '1', { type: 'trigger' }),
    fact(B, '2', { service: { id: 'db' }, type: 'trigger' }),
  );
  await hooks.create({ after: '0', filter: { type: ['trigger'], service: ['db'] } });
  await hooks.record(fact(B, '3'), fact(B, '4', { service: { id: 'db' }, type: 'trigger' }));
  expect(await hooks.untilTaken(2)).toStrictEqual(['2', '4']);
});

it('holds the later entries of an incident behind one that fails, and no others', async () => {
  const { receiver } = hooks;
  const { id } = await hooks.create();
  failing('a2');
  await hooks.record(fact(A, 'a1'), fact(A, 'a2'), fact(B, 'b1'), fact(A, 'a3'), fact(B, 'b2'));
  await hooks.untilTaken(3);
  await until('a held incident', async () => (await hooks.show(id)).held.incidents === 1);
  await hooks.record(fact(A, 'a4'), fact(B, 'b3'));
  await hooks.untilTaken(4);
  expect(of(A, receiver.taken)).toStrictEqual(['a1']);
  expect(of(B, receiver.taken)).toStrictEqual(['b1', 'b2', 'b3']);
  failing();
  hooks.forward(5_000);
  await hooks.untilTaken(7);
  await hooks.record(fact(A, 'a5'));
  await hooks.untilTaken(8);
  expect(of(A, receiver.taken)).toStrictEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
  const tries = receiver.came.filter(({ body }) => body.summary === 'a2');
  expect(tries.map(({ headers }) => headers['daybook-attempt'])).toStrictEqual(['1', '2']);
  expect(new Set(tries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  await until('nothing held', async () => (await hooks.show(id)).held.incidents === 0);
});

it('goes on with other incidents while a receiver does not answer for one', async () => {
  const { receiver } = hooks;
  await hooks.create();
  receiver.answer = ({ body }) => (body.incidentId === A ? undefined : 204);
  await hooks.record(fact(A, 'hangs'), fact(A, 'waits'), ...[1, 2, 3].map((n) => fact(B, `b${n}`)));
  expect(await hooks.untilTaken(3)).toStrictEqual(['b1', 'b2', 'b3']);
  expect(of(A, receiver.came)).toStrictEqual(['hangs']);
});

it('tries again ever later, gives up after 48 hours, goes on, and tries what was given up when asked', async () => {
  const { receiver } = hooks;
  const { id } = await hooks.create();
  failing('never');
  await hooks.record(fact(A, 'never'), fact(A, 'next'));
  const tried = (count: number) => until(`${count} attempts`, () => receiver.came.length === count);
  for (const [count, pause] of [5, 10, 20, 40, 48 * 3_600].entries()) {
    await tried(count + 1);
    await until('it to be stored', async () => {
      const failure = await hooks.replica.store.webhookFailures.findOne({ webhook: id });
      return failure?.attempts === count + 1;
    });
    hooks.forward(pause * 1_000);
  }
  expect(await hooks.untilTaken(1)).toStrictEqual(['next']);
  await until('one given up', async () => (await hooks.show(id)).failed === 1);

  const { body } = await hooks.get(`/${id}/failed`).expect(200);
  expect(body).toMatchObject({
    failed: [{ incidentId: A, attempts: 6, reason: 'answered 500', replaying: false }],
  });
  expect(body.failed[0].entryId).toBe(hooks.around.log.entries[0]!.id);
  failing();
  await hooks
    .post(`/${id}/failed/replay`, { entries: [body.failed[0].entryId] })
    .expect(200, { replaying: 1 });
  expect(await hooks.untilTaken(2)).toStrictEqual(['next', 'never']);
  await until('nothing failed', async () => (await hooks.show(id)).failed === 0);
});

it('heeds how long a receiver asks to be left alone', async () => {
  const { receiver } = hooks;
  const { id } = await hooks.create();
  receiver.headers['retry-after'] = '600';
  receiver.answer = () => 429;
  await hooks.record(fact(A, 'too many'));
  const stored = () => hooks.replica.store.webhookFailures.findOne({ webhook: id });
  await until('a failure', async () => (await stored()) !== null);
  const { retryAt, lastAt } = (await stored())!;
  expect(retryAt! - lastAt).toBe(600_000);
});

it('goes on after a restart in the middle: nothing is missed, and an incident keeps its order', async () => {
  const { receiver } = hooks;
  const { id } = await hooks.create();
  const first = Array.from({ length: 150 }, (_, n) => fact(n % 2 ? A : B, `${n}`));
  failing('40');
  let sent = 0;
  const answer = receiver.answer;
  receiver.answer = (received) => ((sent += 1) > 60 ? undefined : answer(received));
  await hooks.record(...first);
  await until('some to hang', () => sent > 60);
  await hooks.replica.close();
  receiver.release();
  receiver.answer = () => 204;
  const again = await hooks.start();
  hooks.forward(10_000, again);
  const of150 = () => new Set(summaries(receiver.taken)).size;
  await until('all of them', () => of150() === 150);
  for (const incident of [A, B]) {
    // Each for the first time, in order, whatever was repeated.
    const firsts = [...new Set(of(incident, receiver.taken))];
    expect(firsts).toStrictEqual(
      first.filter(({ incidentId }) => incidentId === incident).map(({ summary }) => summary),
    );
  }
  await until('the place to be stored', async () => (await hooks.show(id)).position === 'local:1:150');
});

it('does all else while what is due waits to be visible again, as after a restart', async () => {
  const { receiver, replica } = hooks;
  const { id } = await hooks.create();
  failing('1');
  await hooks.record(fact(A, '1'), fact(A, '2'));
  await until('a held incident', async () => (await hooks.show(id)).held.incidents === 1);
  await until('the place to be stored', async () => (await hooks.show(id)).position === 'local:1:2');
  failing();
  let asked = 0;
  // Only a run that asks without a pause, so that nothing else has its turn, comes this far.
  const visible = jest.spyOn(replica.progress, 'isVisible').mockImplementation(() => (asked += 1) > 1_000);
  hooks.forward(5_000);
  await until('it to be asked for again', () => asked > 1);
  expect(asked).toBeLessThan(1_000);
  expect(receiver.came).toHaveLength(1);
  visible.mockRestore();
  expect(await hooks.untilTaken(2)).toStrictEqual(['1', '2']);
});

it('is delivered by one replica, and by another when that has gone', async () => {
  const { receiver } = hooks;
  const first = hooks.replica;
  const { id } = await hooks.create();
  const standby = await hooks.start();
  await hooks.record(...[1, 2, 3].map((n) => fact(A, `${n}`)));
  expect(await hooks.untilTaken(3)).toStrictEqual(['1', '2', '3']);
  await until('the place to be stored', async () => (await hooks.show(id)).position === 'local:1:3');
  await first.close();
  await hooks.record(fact(A, '4'));
  expect(await hooks.untilTaken(4)).toStrictEqual(['1', '2', '3', '4']);

  await hooks.post(`/${id}/pause`).expect(200);
  await until('nobody to deliver', async () => (await standby.store.webhooks.findOne())?.leaseUntil === 0);
  // As a replica leaves it that was killed.
  const held = { leaseHolder: 'killed', leaseUntil: Date.now() + LEASE_MS };
  await standby.store.webhooks.updateOne({ _id: id }, { $set: held });
  await hooks.post(`/${id}/resume`).expect(200);
  await hooks.record(fact(A, '5'));
  expect(receiver.came).toHaveLength(4);
  hooks.forward(LEASE_MS);
  expect(await hooks.untilTaken(5)).toContain('5');
});

it('can be paused, goes on from where it was, and can be replayed', async () => {
  const { receiver } = hooks;
  const { id } = await hooks.create();
  await hooks.record(fact(A, '1'));
  await hooks.untilTaken(1);
  expect((await hooks.post(`/${id}/pause`).expect(200)).body).toMatchObject({
    ...{ status: 'paused', pausedBecause: 'asked' },
  });
  await until(
    'nobody to deliver',
    async () => (await hooks.replica.store.webhooks.findOne())?.leaseUntil === 0,
  );
  await hooks.record(fact(A, '2'), fact(B, '3'));
  expect(receiver.came).toHaveLength(1);
  expect((await hooks.post(`/${id}/resume`).expect(200)).body).toMatchObject({ status: 'active' });
  await hooks.untilTaken(3);
  failing('1', '3');
  await hooks.post(`/${id}/replay`, { after: '0' }).expect(200);
  await until('two held incidents', async () => (await hooks.show(id)).held.incidents === 2);
  failing();
  // Nothing stays held behind the place: the replay brings it.
  await hooks.post(`/${id}/replay`, { after: '0' }).expect(200);
  await hooks.untilTaken(6);
  expect(of(A, receiver.taken)).toStrictEqual(['1', '2', '1', '2']);
  expect((await hooks.show(id)).held.incidents).toBe(0);
});

it('pauses when the receiver is gone for good, and loses nothing by it', async () => {
  const { receiver } = hooks;
  const { id } = await hooks.create();
  receiver.answer = ({ body }) => (body.summary === '2' ? 410 : 204);
  await hooks.record(fact(A, '1'), fact(A, '2'), fact(A, '3'));
  await until('a pause', async () => (await hooks.show(id)).pausedBecause === 'gone');
  expect(summaries(receiver.taken)).toStrictEqual(['1']);
  receiver.answer = () => 204;
  await hooks.post(`/${id}/resume`).expect(200);
  await hooks.untilTaken(3);
  expect(of(A, receiver.taken)).toStrictEqual(['1', '2', '3']);
});

it('signs with both secrets for a day after a rotation', async () => {
  const { receiver } = hooks;
  const { id, secret: old } = await hooks.create();
  const { body } = await hooks.post(`/${id}/rotate-secret`).expect(200);
  expect(body.secret).not.toBe(old);
  await hooks.record(fact(A, '1'));
  await hooks.untilTaken(1);
  const [{ text, headers }] = receiver.taken as [Received];
  for (const secret of [old, body.secret])
    new Webhook(secret).verify(text, headers as Record<string, string>);
  hooks.forward(24 * HOUR + 1_000);
  await hooks.record(fact(A, '2'));
  await hooks.untilTaken(2);
  expect(String(receiver.taken[1]!.headers['webhook-signature']).split(' ')).toHaveLength(1);
});

it('pauses when the log was restored: where it is now is for people to say', async () => {
  const { around } = hooks;
  const { id } = await hooks.create();
  await hooks.record(fact(A, 'before'));
  await hooks.untilTaken(1);
  await until('the place to be stored', async () => (await hooks.show(id)).position === 'local:1:1');
  const restored = new TestLog('local', 2);
  restored.append(fact(A, 'after'), fact(A, 'and so on'));
  around.feed.log = restored;
  await around.relay.send(restored.entries);
  await untilComplete(hooks.replica, restored);
  await until('a pause', async () => (await hooks.show(id)).pausedBecause === 'log_restored');
  const { body } = await hooks.post(`/${id}/resume`).expect(409);
  expect(body).toMatchObject({ code: 'other_log', log: 'local', epoch: 2 });
  await hooks.post(`/${id}/replay`, { after: 'local:2:1' }).expect(200);
  await hooks.post(`/${id}/resume`).expect(200);
  expect(await hooks.untilTaken(2)).toStrictEqual(['before', 'and so on']);
});

it('asks no address that the installation does not allow, and says so', async () => {
  const { receiver } = hooks;
  const { id } = await hooks.create({ url: receiver.url.replace('127.0.0.1', 'localhost') });
  await hooks.record(fact(A, 'by name'));
  await hooks.untilTaken(1);
  await hooks.replica.close();
  await hooks.start({ WEBHOOK_ALLOWED_NETWORKS: '192.0.2.0/24' });
  await hooks.record(fact(A, 'not allowed'));
  const stored = () => hooks.replica.store.webhookFailures.findOne({ webhook: id });
  await until('a failure', async () => (await stored()) !== null);
  expect((await stored())!.reason).toContain('no address that this installation lets webhooks go to');
  expect(receiver.came).toHaveLength(1);
});

it('tells how old what it could not deliver is', async () => {
  const { id } = await hooks.create();
  failing('1');
  await hooks.record(fact(A, '1'));
  await until('a held incident', async () => (await hooks.show(id)).held.incidents === 1);
  const value = async (name: string) => (await register.getSingleMetric(name)!.get()).values[0]!.value;
  await until(
    'its incident to be counted',
    async () => (await value('daybook_webhook_held_incidents')) === 1,
  );
  expect(await value('daybook_webhooks_delivering')).toBe(1);
  hooks.receiver.answer = () => undefined;
  hooks.forward(HOUR);
  expect(await value('daybook_webhook_oldest_undelivered_seconds')).toBeGreaterThanOrEqual(3_600);
});
