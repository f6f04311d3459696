import { entryFiguresSchema, foundEntriesSchema } from '@daybook/timeline-contracts';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

let around: Surroundings;
let replica: Replica;
let token: string;

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
/** So many notifications on each of seven incidents. */
const NOISE = [3, 9, 1, 4, 1, 5, 2];

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  around.log.append(
    ...NOISE.flatMap((times, n) => [
      { incidentId: `i${n}`, type: 'trigger', summary: `Outage ${n}`, occurredAt: at(n) },
      ...Array.from({ length: times }, (_, m) => ({
        ...{ incidentId: `i${n}`, type: 'notify', occurredAt: at(n + m), agent: 'pager' },
        ...(n === 1 && { service: 'db' }),
      })),
    ]),
    { incidentId: 'i0', type: 'odd$type.with/signs', occurredAt: at(59) },
    { incidentId: 'i0', type: 'notify', occurredAt: '2020-01-01T00:00:00Z' },
    { account: 'other', incidentId: 'i0', type: 'notify', occurredAt: at(3) },
  );
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

const get = (path: string) => request(replica.url).get(path).set('Authorization', `Bearer ${token}`);

async function figures(query: string) {
  const { body } = await get(`/v1/entry-figures?since=2026-03-01&until=2026-03-02&${query}`).expect(200);
  return entryFiguresSchema.parse(body);
}

it('counts the entries of each type and the incidents that they are on, the noisiest first', async () => {
  const { groups, total, watermark } = await figures('');
  expect(groups.map(({ type, entries, incidents }) => [type, entries, incidents])).toEqual([
    ['notify', 25, 7],
    ['trigger', 7, 7],
    ['odd$type.with/signs', 1, 1],
  ]);
  expect(total.entries).toBe(33);
  expect(watermark).toBe(around.log.headText);
});

it('names the incidents with most entries of a type', async () => {
  const { groups } = await figures('type=notify');
  expect(groups).toHaveLength(1);
  expect(groups[0]!.most.map(({ incident, title, entries }) => [incident, title, entries])).toEqual([
    ['i1', 'Outage 1', 9],
    ['i5', 'Outage 5', 5],
    ['i3', 'Outage 3', 4],
    ['i0', 'Outage 0', 3],
    ['i6', 'Outage 6', 2],
  ]);
});

it.each(['', 'service=db', 'type=notify&agent=pager', 'service=none'])(
  'leads from each count to as many entries, with %j',
  async (query) => {
    const { groups, total } = await figures(query);
    for (const { entries, link } of [total, ...groups, ...groups.flatMap(({ most }) => most)]) {
      const { body } = await get(link).expect(200);
      expect(foundEntriesSchema.parse(body).entries).toHaveLength(entries);
    }
  },
);

it('refuses what it can’t answer, by name', async () => {
  const refused = async (query: string) =>
    (await get(`/v1/entry-figures?${query}`).expect(400)).body as unknown;
  expect(await refused(`since=${at(2)}&until=${at(1)}`)).toMatchObject({ field: 'since' });
  expect(await refused('by=type')).toMatchObject({ code: 'invalid_request' });
});
