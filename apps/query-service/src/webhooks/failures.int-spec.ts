import { webhooksUnderTest, type WebhooksUnderTest } from '../../test/webhooks-under-test.js';
import { Failures } from './failures.js';
import { holdKey, type FailureDocument } from './webhook-documents.js';

let hooks: WebhooksUnderTest;

beforeAll(async () => {
  hooks = await webhooksUnderTest();
  await hooks.start();
});

afterAll(() => hooks.close());

const failureOf = (entryId: string): FailureDocument => ({
  ...{ _id: holdKey('w', 'i'), webhook: 'w', incidentId: 'i', entryId, holds: true, replays: 0 },
  ...{ since: 1, attempts: 1, lastAt: 1, reason: 'answered 500', retryAt: 2 },
  place: { log: 'local', epoch: 1, position: 1 },
});

it('removes a failure that is over, and not the next one of its incident', async () => {
  const failures = hooks.replica.app.get(Failures, { strict: false });
  const held = async () =>
    (await hooks.replica.store.webhookFailures.find().toArray()).map((one) => one.entryId);
  await failures.save(failureOf('first'));
  await failures.save(failureOf('next'));
  await failures.remove(failureOf('first'));
  expect(await held()).toStrictEqual(['next']);
  await failures.remove(failureOf('next'));
  expect(await held()).toStrictEqual([]);
});
