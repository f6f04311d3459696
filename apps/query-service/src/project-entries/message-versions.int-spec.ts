import { readFileSync } from 'node:fs';
import { timelinePageSchema } from '@daybook/timeline-contracts';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

interface Golden {
  readonly data: { readonly id: string; readonly entry: { readonly incidentId: string } | null };
}

const INCIDENT = 'checkout-2026-03-01';

let around: Surroundings;
let replica: Replica;
let token: string;

beforeEach(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
});

afterEach(() => around.close());

/** What was recorded in its time, at the next place of this log; on its way by the queue, or in the feed. */
async function record(name: string, way: 'queue' | 'feed'): Promise<void> {
  const url = import.meta.resolve(`@daybook/timeline-contracts/fixtures/entry-recorded.${name}.json`);
  const golden = JSON.parse(readFileSync(new URL(url), 'utf8')) as Golden;
  const { id, entry } = golden.data;
  const [placed] = around.log.append({ id, ...(entry ?? { incidentId: INCIDENT }) });
  const { log, epoch, position, shard, shardPrev } = placed!;
  const data = { ...golden.data, log, epoch, position, shard, shardPrev };
  // Whichever way the service looks, it finds this version.
  around.feed.instead.set(position, data);
  replica = await around.start();
  if (way === 'queue') await around.relay.sendRaw(placed!, JSON.stringify({ ...golden, data }));
  await untilComplete(replica, around.log);
}

function ask(path: string): request.Test {
  return request(replica.url).get(path).set('Authorization', `Bearer ${token}`);
}

describe.each(['queue', 'feed'] as const)('by the %s', (way) => {
  it.each(['v1', 'v2'])('an entry of %s is shown as it was sent', async (version) => {
    await record(version, way);
    const { body } = await ask(`/v1/incidents/${INCIDENT}/timeline`).expect(200);
    expect(timelinePageSchema.parse(body).entries).toMatchObject([
      {
        ...{ type: 'acknowledge', summary: 'Ada Brandt acknowledged from her phone' },
        ...{ occurredAt: '2026-03-01T10:32:05.250+01:00', recordedAt: '2026-03-01T09:32:05.618Z' },
        ...{
          agent: { id: 'ada' },
          details: { acknowledgementTimeout: 1800 },
          recordedBy: 'token:pager-bridge',
        },
      },
    ]);
    const { body: incident } = await ask(`/v1/incidents/${INCIDENT}`).expect(200);
    expect(incident).toMatchObject({ status: 'acknowledged', entryCount: 1 });
  });

  it.each(['v1.peer', 'v2.peer'])(
    'an entry of another region, of %s, tells where it is from',
    async (version) => {
      await record(version, way);
      const { body } = await ask(`/v1/incidents/${INCIDENT}/timeline`).expect(200);
      expect(body.entries).toMatchObject([{ summary: 'Rolled back to 2026.02.27', origin: 'us-east:3:977' }]);
    },
  );

  it('a redacted entry of v2 is shown as a tombstone', async () => {
    await record('v2.redacted', way);
    const { body } = await ask(`/v1/incidents/${INCIDENT}/timeline`).expect(200);
    expect(body.entries).toMatchObject([{ type: 'acknowledge', redacted: {} }]);
  });

  it('a redacted entry of v1, which says no more, holds its place', async () => {
    await record('v1.redacted', way);
    await ask(`/v1/incidents/${INCIDENT}/timeline`).expect(404);
  });
});
