import { foundEntriesSchema, incidentFiguresSchema, incidentsPageSchema } from '@daybook/timeline-contracts';
import request from 'supertest';
import type { z } from 'zod';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

type Page = z.output<typeof incidentsPageSchema>;

let around: Surroundings;
let replica: Replica;
let token: string;

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  const minute = (n: number): string => new Date(Date.UTC(2026, 2, 1, 0, n)).toISOString();
  around.log.append(
    ...Array.from({ length: 23 }, (_, n) => ({
      incidentId: `i${n}`,
      type: n % 2 === 0 ? 'trigger' : 'annotate',
      occurredAt: minute(n),
    })),
    // One that was quiet becomes the newest, and a late fact makes none newer.
    { incidentId: 'i4', type: 'resolve', agent: 'ada', occurredAt: minute(50) },
    { incidentId: 'i5', occurredAt: '2020-01-01T00:00:00Z' },
    { account: 'other', incidentId: 'theirs', occurredAt: minute(59) },
  );
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

/** Of the fact that was appended so many before. */
const idOf = (place: number) => around.log.entries[place]!.id;

async function list(query: string): Promise<Page> {
  const { body } = await request(replica.url)
    .get(`/v1/incidents?${query}`)
    .set('Authorization', `Bearer ${token}`)
    .expect(200);
  return incidentsPageSchema.parse(body);
}

async function all(query: string): Promise<string[]> {
  let page = await list(query);
  const ids = page.incidents.map(({ id }) => id);
  while (page.next !== null) {
    page = await list(`${query}&cursor=${page.next}`);
    ids.push(...page.incidents.map(({ id }) => id));
  }
  return ids;
}

const byActivity = ['i4', ...Array.from({ length: 23 }, (_, n) => `i${22 - n}`).filter((id) => id !== 'i4')];
const evenByActivity = byActivity.filter((id) => Number(id.slice(1)) % 2 === 0);

it.each([1, 5, 23, 500])('lists each incident once, newest activity first, %i at a time', async (limit) => {
  expect(await all(`limit=${limit}`)).toEqual(byActivity);
});

it('filters by status', async () => {
  expect(await all('status=resolved&limit=2')).toEqual(['i4']);
  expect(await all('status=triggered&limit=2')).toEqual(evenByActivity.slice(1));
  expect(await all('status=acknowledged')).toEqual([]);
});

it('sums an incident up', async () => {
  const { incidents, watermark } = await list('limit=1');
  expect(watermark).toBe(around.log.headText);
  expect(incidents).toEqual([
    {
      id: 'i4',
      status: 'resolved',
      title: 'fact 5',
      severity: null,
      urgency: null,
      triggeredAt: '2026-03-01T00:04:00.000Z',
      acknowledgedAt: null,
      resolvedAt: '2026-03-01T00:50:00.000Z',
      timeToAcknowledgeMs: null,
      timeToResolveMs: 46 * 60_000,
      evidence: { triggered: idOf(4), acknowledged: null, resolved: idOf(23) },
      mergedInto: null,
      reopenedCount: 0,
      responders: [],
      services: [],
      teams: [],
      entryCount: 2,
      firstActivityAt: '2026-03-01T00:04:00.000Z',
      lastActivityAt: '2026-03-01T00:50:00.000Z',
    },
  ]);
  const late = (await list('limit=500')).incidents.find(({ id }) => id === 'i5');
  expect(late).toMatchObject({ entryCount: 2, firstActivityAt: '2020-01-01T00:00:00.000Z' });
});

describe('with incidents of several services', () => {
  const at = (day: number, hour: number) => `2026-04-0${day}T${String(hour).padStart(2, '0')}:00:00Z`;
  const about = (incidentId: string, service: string[], team: string[], severity?: string) => ({
    ...{ incidentId, type: 'trigger', summary: `${incidentId} wird größer` },
    service: service.map((id) => ({ id })),
    teams: team.map((id) => ({ id })),
    ...(severity !== undefined && { details: { severity } }),
  });

  beforeAll(async () => {
    const facts = [
      { ...about('outage', ['db', 'api'], ['core'], 'high'), occurredAt: at(1, 10) },
      { incidentId: 'outage', type: 'acknowledge', agent: { id: 'zoe' }, occurredAt: at(1, 11) },
      { incidentId: 'outage', type: 'resolve', occurredAt: at(1, 14) },
      { ...about('slow', ['db'], [], 'low'), occurredAt: at(2, 10) },
      { incidentId: 'slow', type: 'acknowledge', occurredAt: at(2, 13) },
      { ...about('odd', [], ['core']), occurredAt: at(2, 23) },
    ];
    around.log.append(...facts);
    await around.relay.send(around.log.entries.slice(-facts.length));
    await untilComplete(replica, around.log);
  });

  it.each([
    ['service=db', ['slow', 'outage']],
    ['service=api&service=other', ['outage']],
    ['service=db&status=resolved&status=triggered', ['outage']],
    ['team=core', ['odd', 'outage']],
    ['severity=low&severity=high', ['slow', 'outage']],
    ['without=service&triggeredSince=2026-04-01', ['odd']],
    ['without=team&triggeredSince=2026-04-01', ['slow']],
    ['without=severity&triggeredSince=2026-04-01', ['odd']],
    [`since=${at(1, 14)}&until=${at(2, 10)}`, ['outage']],
    ['with=acknowledgement&triggeredSince=2026-04-01', ['slow', 'outage']],
    ['with=resolve&triggeredSince=2026-04-01', ['outage']],
    // The first of April is a Wednesday.
    ['hourOfWeek=3T10&triggeredSince=2026-04-01&triggeredUntil=2026-05-01', ['outage']],
    ['hourOfWeek=4T12&zone=Europe/Berlin&triggeredSince=2026-04-01&triggeredUntil=2026-05-01', ['slow']],
    ['hourOfWeek=3T10', ['outage']],
    // The first of March is a Sunday; these began before one o’clock.
    ['hourOfWeek=7T00', evenByActivity],
    ['hourOfWeek=6T19&zone=America/New_York', evenByActivity],
    ['hourOfWeek=7T00&status=triggered', evenByActivity.slice(1)],
    ['hourOfWeek=7T01', []],
    ['hourOfWeek=3T10&triggeredSince=2026-04-02&triggeredUntil=2026-04-03', []],
    ['hourOfWeek=4T10&zone=UTC&triggeredSince=2026-04-01&service=db', ['slow']],
    [`triggeredSince=${at(2, 10)}&triggeredUntil=${at(2, 23)}`, ['slow']],
    ['text=wird%20grosser', ['odd', 'slow', 'outage']],
    ['text=zoe', ['outage']],
    ['text=out%20db', ['outage']],
    ['text=nothing%20db', []],
  ])('lists those with %s', async (query, expected) => {
    expect(await all(`${query}&limit=2`)).toStrictEqual(expected);
  });

  const figures = async (query: string) => {
    const { body } = await request(replica.url)
      .get(`/v1/incident-figures?${query}`)
      .set('Authorization', `Bearer ${token}`)
      .expect(200);
    return incidentFiguresSchema.parse(body);
  };
  const APRIL = 'since=2026-04-01&until=2026-05-01';
  const HOUR = 3_600_000;

  it.each([
    ['service', ['api', 'db', null], [1, 2, 1]],
    ['team', ['core', null], [2, 1]],
    ['severity', ['high', 'low', null], [1, 1, 1]],
    ['day', ['2026-04-01', '2026-04-02'], [1, 2]],
    ['day&zone=Asia/Tokyo', ['2026-04-01', '2026-04-02', '2026-04-03'], [1, 1, 1]],
    ['service&service=api', ['api'], [1]],
    ['week', ['2026-03-30'], [3]],
    ['week&zone=Pacific/Kiritimati', ['2026-03-30'], [3]],
    ['hour-of-week', ['3T10', '4T10', '4T23'], [1, 1, 1]],
    ['hour-of-week&zone=Asia/Tokyo', ['3T19', '4T19', '5T08'], [1, 1, 1]],
    ['service&by=day', ['api', 'db', null], [1, 2, 1]],
    ['severity&by=hour-of-week&zone=America/New_York', ['high', 'low', null], [1, 1, 1]],
  ])('counts by %s, and each count leads to its incidents', async (by, keys, counts) => {
    const { groups, total } = await figures(`${APRIL}&by=${by}`);
    expect(groups.map(({ key }) => key)).toStrictEqual(keys);
    expect(groups.map(({ incidents }) => incidents)).toStrictEqual(counts);
    const inner = groups.flatMap((group) => group.groups ?? []);
    for (const { link, incidents, acknowledged, resolved } of [...groups, ...inner, total]) {
      const query = link.slice(link.indexOf('?') + 1);
      expect((await list(query)).incidents).toHaveLength(incidents);
      expect((await list(`${query}&with=acknowledgement`)).incidents).toHaveLength(acknowledged);
      expect((await list(`${query}&with=resolve`)).incidents).toHaveLength(resolved);
    }
  });

  it('groups once more, by time', async () => {
    const { groups } = await figures(`${APRIL}&by=service&by=day`);
    expect(
      groups.map(({ key, groups: days = [] }) => [key, days.map((day) => [day.key, day.incidents])]),
    ).toStrictEqual([
      ['api', [['2026-04-01', 1]]],
      [
        'db',
        [
          ['2026-04-01', 1],
          ['2026-04-02', 1],
        ],
      ],
      [null, [['2026-04-02', 1]]],
    ]);
  });

  it.each([
    ['incident-figures?since=2026-04-02&until=2026-04-01', 'since'],
    ['incident-figures?by=day&by=service', 'by'],
    ['incidents?hourOfWeek=8T10', 'hourOfWeek'],
  ])('refuses %s', async (path, field) => {
    const { body } = await request(replica.url)
      .get(`/v1/${path}`)
      .set('Authorization', `Bearer ${token}`)
      .expect(400);
    expect(body).toMatchObject({ code: 'invalid_request', field });
  });

  it('tells how long it took to acknowledge and to resolve', async () => {
    expect((await figures(APRIL)).total).toMatchObject({
      ...{ incidents: 3, acknowledged: 2, resolved: 1 },
      timeToAcknowledge: { mean: 2 * HOUR, median: 2 * HOUR, incidents: 2 },
      timeToResolve: { mean: 4 * HOUR, median: 4 * HOUR, incidents: 1 },
    });
    expect((await figures('since=2030-01-01&until=2030-01-02')).total.incidents).toBe(0);
  });

  it('reads one incident', async () => {
    const read = (id: string) =>
      request(replica.url).get(`/v1/incidents/${id}`).set('Authorization', `Bearer ${token}`);
    const { body } = await read('outage').expect(200);
    expect(body).toStrictEqual((await list('text=out')).incidents[0]);
    expect((await read('theirs').expect(404)).body).toMatchObject({ code: 'incident_not_found' });
  });

  it('finds entries of all incidents', async () => {
    const search = async (query: string) => {
      const { body } = await request(replica.url)
        .get(`/v1/entries?${query}`)
        .set('Authorization', `Bearer ${token}`)
        .expect(200);
      return foundEntriesSchema.parse(body);
    };
    const first = await search('text=wird&limit=2');
    expect(first.entries.map(({ incidentId }) => incidentId)).toStrictEqual(['odd', 'slow']);
    const second = await search(`text=wird&limit=2&cursor=${first.next}`);
    expect(second.entries.map(({ incidentId }) => incidentId)).toStrictEqual(['outage']);
    expect(second.next).toBeNull();
    expect((await search('type=acknowledge&since=2026-04-01&order=asc')).entries).toHaveLength(2);
    expect((await search('text=theirs')).entries).toStrictEqual([]);
  });
});

it('refuses a status that is none', async () => {
  const { body } = await request(replica.url)
    .get('/v1/incidents?status=odd')
    .set('Authorization', `Bearer ${token}`)
    .expect(400);
  expect(body).toMatchObject({ code: 'invalid_request', field: 'status[0]' });
});
