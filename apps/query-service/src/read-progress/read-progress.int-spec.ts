import { waitFor } from '@daybook/test-servers';
import { projectionProgressSchema, type ProjectionProgress } from '@daybook/timeline-contracts';
import { SHARD_COUNT } from '@daybook/timeline-domain';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';

let around: Surroundings;
let replica: Replica;
let token: string;

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign({ scopes: ['entries:write'] });
  replica = await around.start();
  await untilConsuming(replica, around);
});
afterAll(() => around.close());

async function progress(): Promise<ProjectionProgress> {
  const answer = await fetch(`${replica.url}/v1/progress`, { headers: { Authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return projectionProgressSchema.strict().parse(await answer.json());
}
const until = (what: string, condition: (now: ProjectionProgress) => boolean) =>
  waitFor(async () => condition(await progress()), { what, timeoutMs: 30_000 });

it('is told to whoever has a token', async () => {
  expect((await fetch(`${replica.url}/v1/progress`)).status).toBe(401);
});

it('tells of a hole, and of what waits behind it, until it is filled', async () => {
  around.feed.down = true;
  // One incident, so one shard.
  around.log.append(...Array.from({ length: 5 }, () => ({ incidentId: 'i' })));
  await around.relay.send(around.log.entries.filter(({ position }) => position !== 2));
  await around.relay.sendHead(around.log);
  await until('what waits', ({ shards }) => shards.some(({ waiting }) => waiting === 3));
  expect(await progress()).toMatchObject({ watermark: 'local:1:1', head: 5, behind: 4 });

  around.feed.down = false;
  await untilComplete(replica, around.log);
  const { shards, ...now } = await progress();
  expect(now).toMatchObject({ watermark: around.log.headText, head: 5, behind: 0, parked: 0 });
  expect(shards).toEqual(
    Array.from({ length: SHARD_COUNT }, (_, shard) => ({ shard, watermark: 5, waiting: 0 })),
  );
});

it('keeps samples, with the depth of the queues while RabbitMQ answers', async () => {
  await until('a sample of now', ({ samples }) => samples.at(-1)?.watermark === 5);
  const { queues, samples } = await progress();
  expect(queues).toHaveLength(SHARD_COUNT);
  expect(samples.at(-1)).toMatchObject({ head: 5, watermark: 5, queued: 0 });
  around.rabbitWire.cut();
  await until('no depths', ({ queues }) => queues === null);
  expect((await progress()).samples.at(-1)).toMatchObject({ queued: null });
});
