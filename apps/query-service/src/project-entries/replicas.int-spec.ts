import { waitFor } from '@daybook/test-servers';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';
import type { Fact } from '../../test/test-log.js';

let around: Surroundings;
let first: Replica;
let second: Replica;

beforeEach(async () => {
  around = await surroundings();
  first = await around.start();
  await untilConsuming(first, around);
  second = await around.start();
  await untilConsuming(second, around);
});

afterEach(() => around.close());

const facts = (count: number): Fact[] =>
  Array.from({ length: count }, (_, n) => ({
    incidentId: `i${n % 40}`,
    type: n < 40 ? 'trigger' : 'annotate',
  }));

async function entryCount({ store }: Replica): Promise<number> {
  const incidents = await store.incidents.find().toArray();
  return incidents.reduce((sum, incident) => sum + incident.entryCount, 0);
}

it('shows a replica that owns no shard what the other has applied', async () => {
  around.feed.down = true;
  around.log.append(...facts(200));
  await around.relay.send(around.log.entries);
  await untilComplete(first, around.log);
  await untilComplete(second, around.log);
  around.feed.down = false;
  await waitFor(() => second.progress.lag() === 0, { what: 'no lag', timeoutMs: 5_000 });
});

it('hands the shards over in the middle of a load, and counts each entry once', async () => {
  around.log.append(...facts(3_000));
  const sending = around.relay.send(around.log.entries);
  await waitFor(() => first.progress.head > 0, { what: 'the first entries', timeoutMs: 5_000 });
  await first.close();
  await sending;
  await untilComplete(second, around.log);
  expect(await second.store.entries.countDocuments()).toBe(3_000);
  expect(await entryCount(second)).toBe(3_000);
});

it('agrees when both read the same from the feed at the same time', async () => {
  around.rabbitWire.cut();
  around.log.append(...facts(2_000));
  await Promise.all([untilComplete(first, around.log), untilComplete(second, around.log)]);
  expect(await second.store.entries.countDocuments()).toBe(2_000);
  expect(await entryCount(second)).toBe(2_000);
});
