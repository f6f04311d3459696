import { waitFor } from '@daybook/test-servers';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';
import type { Fact } from '../../test/test-log.js';

let around: Surroundings;

beforeEach(async () => {
  around = await surroundings();
});

afterEach(() => around.close());

const facts = (count: number): Fact[] =>
  Array.from({ length: count }, (_, n) => ({ incidentId: `i${n % 20}` }));

async function read(
  replica: Replica,
  path: string,
): Promise<{ status: number; ms: number; response: Response }> {
  const token = await around.tokens.sign();
  const start = Date.now();
  const response = await fetch(replica.url + path, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, ms: Date.now() - start, response };
}

it('starts and stays up without the store, and begins when it comes', async () => {
  around.mongoWire.cut();
  const replica = await around.start();
  expect((await fetch(`${replica.url}/health/live`)).status).toBe(200);
  const ready = await fetch(`${replica.url}/health/ready`);
  expect(ready.status).toBe(503);
  // Longer than the driver's own first attempt to connect.
  for (let turn = 0; turn < 2; turn += 1) expect((await read(replica, '/v1/incidents')).status).toBe(503);
  around.log.append(...facts(50));
  await waitFor(async () => (await replica.health()).mode === 'without-mongodb', {
    what: 'the broker',
    timeoutMs: 10_000,
  });
  await around.relay.send(around.log.entries);
  await around.mongoWire.restore();
  await untilComplete(replica, around.log);
  expect((await fetch(`${replica.url}/health/ready`)).status).toBe(200);
});

it.each(['cut', 'freeze'] as const)(
  'loses nothing and answers in time while the store is away: %s',
  async (failure) => {
    const replica = await around.start();
    await untilConsuming(replica, around);
    around.log.append(...facts(100));
    await around.relay.send(around.log.entries);
    await untilComplete(replica, around.log);

    around.mongoWire[failure]();
    await around.relay.send(around.log.append(...facts(1_500)));
    for (const path of ['/v1/incidents', '/v1/incidents/i1', `/v1/entries/${around.log.entries[0]!.id}`]) {
      const { status, ms, response } = await read(replica, path);
      expect(status).toBe(503);
      expect(ms).toBeLessThan(3_000);
      expect(response.headers.get('retry-after')).toBe('2');
      expect(response.headers.get('daybook-watermark')).toBe('local:1:100');
      expect(await response.json()).toMatchObject({ code: 'store_unavailable', status: 503 });
    }
    // One timeline is made of the log, which holds more by now than was ever in the store.
    const { status, response } = await read(replica, '/v1/incidents/i1/timeline');
    expect(status).toBe(200);
    expect(response.headers.get('daybook-degraded')).toBe('timeline-from-log');
    expect(response.headers.get('daybook-watermark')).toBe('local:1:1600');
    await waitFor(async () => (await replica.health()).mode.includes('without-mongodb'), {
      what: 'mode without-mongodb',
      timeoutMs: 5_000,
    });

    await around.mongoWire.restore();
    await untilComplete(replica, around.log, 25_000);
    expect(await replica.store.entries.countDocuments()).toBe(1_600);
    await untilConsuming(replica, around);
    await around.relay.send(around.log.append(...facts(10)));
    await untilComplete(replica, around.log);
    expect((await read(replica, '/v1/incidents/i1/timeline')).status).toBe(200);
  },
  60_000,
);
