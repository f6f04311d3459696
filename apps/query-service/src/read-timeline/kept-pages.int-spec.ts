import { timelinePageSchema } from '@daybook/timeline-contracts';
import { waitFor } from '@daybook/test-servers';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';
import type { Fact } from '../../test/test-log.js';

let around: Surroundings;
let first: Replica;
let second: Replica;
let token: string;

beforeEach(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  [first, second] = await Promise.all([around.start(), around.start()]);
  await Promise.all([untilConsuming(first, around), untilConsuming(second, around)]);
});

afterEach(() => around.close());

const get = ({ url }: Replica, path: string) =>
  request(url).get(path).set('Authorization', `Bearer ${token}`).expect(200);

async function page(replica: Replica, incident: string, query = ''): Promise<string[]> {
  const { body } = await get(replica, `/v1/incidents/${incident}/timeline?limit=200&${query}`);
  return timelinePageSchema.parse(body).entries.map(({ summary, redacted }) => (redacted ? '-' : summary));
}

/** How many pages came from where, of all that this process has answered. */
async function counts(): Promise<Record<string, number>> {
  const { text } = await get(first, '/metrics');
  const lines = text.matchAll(/^daybook_timeline_pages_total\{from="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, from, count]) => [from, Number(count)]));
}

async function record(...facts: Fact[]): Promise<string[]> {
  const appended = around.log.append(...facts);
  await around.relay.send(appended);
  await Promise.all([first, second].map((replica) => untilComplete(replica, around.log)));
  return appended.map(({ id }) => id);
}

it('reads a page of the store once, however often and however many at a time ask for it', async () => {
  await record({ incidentId: 'a' }, { incidentId: 'b' });
  const before = await counts();
  const twenty = () => Promise.all(Array.from({ length: 20 }, () => page(first, 'a')));
  expect(new Set((await twenty()).flat())).toEqual(new Set(['fact 1']));
  await twenty();
  expect((await counts())['store']).toBe((before['store'] ?? 0) + 1);
});

it('asks again only where the incident has changed', async () => {
  await record({ incidentId: 'a' });
  await page(first, 'a');
  await record({ incidentId: 'b' });
  const before = await counts();
  expect(await page(first, 'a')).toEqual(['fact 1']);
  expect((await counts())['store']).toBe(before['store']);
  await record({ incidentId: 'a' });
  expect(await page(first, 'a')).toEqual(['fact 1', 'fact 3']);
});

it('keeps pages of different questions, zones and tenants apart', async () => {
  await record({ incidentId: 'a', type: 'trigger' }, { incidentId: 'a', type: 'notify' });
  expect(await page(first, 'a')).toEqual(['fact 1', 'fact 2']);
  expect(await page(first, 'a', 'order=desc')).toEqual(['fact 2', 'fact 1']);
  expect(await page(first, 'a', 'type=trigger')).toEqual(['fact 1']);
  expect(await page(first, 'a', 'overview=true')).toEqual(['fact 1']);
  const inZone = await get(first, '/v1/incidents/a/timeline?limit=200&zone=Asia/Kathmandu');
  expect(inZone.body.entries[0].occurredAtLocal).toMatch(/\+05:45$/);
  const others = await around.tokens.sign({ account: 'other' });
  await request(first.url)
    .get('/v1/incidents/a/timeline?limit=200')
    .set('Authorization', `Bearer ${others}`)
    .expect(404);
});

it('shows what the watermark says on every replica, whatever was done to entries here and elsewhere', async () => {
  const incidents = ['a', 'b', 'c'];
  const [noted] = await record(...incidents.map((incidentId) => ({ incidentId })));
  const why = { incidentId: 'a', summary: 'why' };
  const steps: Fact[][] = [
    [{ incidentId: 'b', summary: 'late', occurredAt: '2020-01-01T00:00:00Z' }],
    [{ ...why, type: 'revise', details: { entryId: noted, changes: { summary: 'revised' } } }],
    [{ ...why, type: 'move', details: { entryId: noted, incidentId: 'b' } }],
    [{ incidentId: 'c', type: 'merge', details: { into: 'a' } }],
    [{ incidentId: 'c', summary: 'of the merged one' }],
    [{ ...why, type: 'redact', details: { entryId: noted } }],
  ];
  for (const facts of steps) {
    for (const replica of [first, second]) for (const incident of incidents) await page(replica, incident);
    await record(...facts);
    for (const incident of incidents) {
      // Never asked before, so read of the store.
      const fresh = await page(first, incident, `since=2000-01-01T00:00:00.${around.log.head}Z`);
      expect(await page(first, incident)).toEqual(fresh);
      expect(await page(second, incident)).toEqual(fresh);
    }
  }
  // The redaction takes back what was done to it, its move too.
  const merged = ['-', 'fact 3', '-', '-', 'fact 7', 'of the merged one', 'why'];
  expect(await page(first, 'a')).toEqual(merged);
  expect(await page(first, 'b')).toEqual(['late', 'fact 2']);
});

it('shows what was put right behind its back, within moments', async () => {
  const [id] = await record({ incidentId: 'a' });
  expect(await page(first, 'a')).toEqual(['fact 1']);
  const { entries, incidents } = first.store;
  await entries.updateOne(
    { _id: `acme/${id}` },
    { $set: { body: '{"incidentId":"a","type":"annotate","summary":"repaired"}' } },
  );
  await incidents.updateOne({ _id: 'acme/a' }, { $inc: { version: 1 } });
  await waitFor(async () => (await page(first, 'a'))[0] === 'repaired', {
    what: 'the repaired entry',
    timeoutMs: 5_000,
  });
});
