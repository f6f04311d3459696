import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

interface Item {
  readonly id: string;
  readonly [field: string]: unknown;
}

let around: Surroundings;
let replica: Replica;
let token: string;

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString();

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign({ subject: 'ann@acme.test' });
  around.log.append(
    // The newest incident is Q24; every third is acknowledged, every fifth is resolved.
    ...Array.from({ length: 25 }, (_, n) => ({
      ...{ incidentId: `Q${n}`, type: 'trigger', summary: `It broke ${n}`, occurredAt: at(n) },
      service: n % 2 === 0 ? { id: 'checkout', name: 'Checkout' } : 'search',
      teams: n < 5 ? ['sre'] : [],
      details: { urgency: n % 4 === 0 ? 'low' : 'high' },
    })),
    ...Array.from({ length: 9 }, (_, n) => ({
      ...{ incidentId: `Q${n * 3}`, type: 'acknowledge', occurredAt: at(100) },
      agent: { id: 'ada', name: 'Ada Lovelace' },
    })),
    ...Array.from({ length: 5 }, (_, n) => ({
      ...{ incidentId: `Q${n * 5}`, type: 'resolve', occurredAt: at(200 - n) },
    })),
    { incidentId: 'quiet', type: 'annotate', summary: 'Only a note', occurredAt: at(60) },
    { incidentId: 'quiet', type: 'annotate', summary: 'Another', agent: 'bob', occurredAt: at(61) },
    { account: 'other', incidentId: 'theirs', type: 'trigger', service: 'secret' },
  );
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

async function read(path: string, status = 200): Promise<Record<string, unknown>> {
  const { body } = await request(replica.url)
    .get(path)
    .set('Authorization', `Bearer ${token}`)
    .expect(status)
    .expect('Content-Type', /^application\/json/);
  return body as Record<string, unknown>;
}

const newestFirst = ['quiet', ...Array.from({ length: 25 }, (_, n) => `Q${24 - n}`)];
const numberOf = (id: string) => Number(id.slice(1));

async function idsOf(query: string): Promise<string[]> {
  return ((await read(`/incidents?limit=100&${query}`))['incidents'] as Item[]).map(({ id }) => id);
}

describe('GET /incidents', () => {
  it('lists the newest first, by pages', async () => {
    const first = await read('/incidents?total=true');
    expect(first).toMatchObject({ limit: 25, offset: 0, more: true, total: 26 });
    expect((first['incidents'] as Item[]).map(({ id }) => id)).toEqual(newestFirst.slice(0, 25));
    const byCursor = await read(`/incidents?cursor=${first['next_cursor'] as string}`);
    expect(byCursor).toMatchObject({
      incidents: [{ id: 'Q0' }],
      more: false,
      next_cursor: null,
      total: null,
    });
    expect(await read('/incidents?offset=25')).toMatchObject({ incidents: [{ id: 'Q0' }], more: false });
    expect(await read('/incidents?offset=26')).toMatchObject({ incidents: [], more: false, offset: 26 });
  });

  it('lists the oldest first, by pages', async () => {
    const seen: string[] = [];
    let next: unknown = '';
    for (let limit = 3; next !== null; limit += 4) {
      const page = await read(`/incidents?sort_by=created_at:asc&limit=${limit}&cursor=${next as string}`);
      seen.push(...(page['incidents'] as Item[]).map(({ id }) => id));
      next = page['next_cursor'];
    }
    expect(seen).toEqual(newestFirst.toReversed());
  });

  it.each<[string, (id: string) => boolean]>([
    ['statuses[]=resolved', (id) => numberOf(id) % 5 === 0],
    ['statuses[]=acknowledged', (id) => numberOf(id) % 3 === 0 && numberOf(id) % 5 !== 0],
    ['statuses[]=triggered&statuses[]=resolved', (id) => !(numberOf(id) % 3 === 0 && numberOf(id) % 5 !== 0)],
    ['service_ids[]=checkout', (id) => numberOf(id) % 2 === 0],
    ['team_ids[]=sre&team_ids[]=none', (id) => numberOf(id) < 5],
    ['user_ids[]=ada', (id) => numberOf(id) % 3 === 0],
    ['urgencies[]=low', (id) => numberOf(id) % 4 === 0],
    ['urgencies[]=high', (id) => numberOf(id) % 4 !== 0],
    ['urgencies[]=high&urgencies[]=low', () => true],
    ['since=2026-03-01T00:10:00Z&until=2026-03-01T00:12:00Z', (id) => ['Q10', 'Q11'].includes(id)],
    ['team_ids[]=sre&statuses[]=resolved&service_ids[]=checkout', (id) => id === 'Q0'],
    ['date_range=all&incident_urgency=x', () => true],
  ])('%s', async (query, matches) => {
    const expected = newestFirst.filter(matches);
    expect(await idsOf(query)).toEqual(expected);
    expect(await read(`/incidents?total=1&limit=1&${query}`)).toMatchObject({ total: expected.length });
  });

  it('sorts by other fields', async () => {
    const resolved = ['Q0', 'Q5', 'Q10', 'Q15', 'Q20'];
    expect((await idsOf('sort_by=resolved_at:desc')).slice(0, 5)).toEqual(resolved);
    expect(await idsOf('statuses[]=resolved&sort_by=resolved_at:asc')).toEqual(resolved.toReversed());
    const low = newestFirst.filter((id) => numberOf(id) % 4 === 0);
    const byUrgency = await read('/incidents?sort_by=urgency:asc&limit=4&offset=3');
    expect(byUrgency).toMatchObject({ limit: 4, offset: 3, more: true, next_cursor: null });
    expect((byUrgency['incidents'] as Item[]).map(({ id }) => id)).toEqual(low.slice(3));
    expect((await idsOf('sort_by=urgency:desc')).slice(-7)).toEqual(low);
  });

  it('refuses what it can’t do by name', async () => {
    const { error } = (await read('/incidents?incident_key=disk', 400)) as { error: { errors: string[] } };
    expect(error.errors).toEqual([expect.stringContaining('incident_key')]);
  });
});

it('shows an incident', async () => {
  expect(await read('/incidents/Q6')).toMatchObject({
    incident: {
      ...{ id: 'Q6', type: 'incident', summary: 'It broke 6', title: 'It broke 6' },
      ...{ status: 'acknowledged', urgency: 'high', self: `${replica.url}/incidents/Q6` },
      ...{ created_at: '2026-03-01T00:06:00Z', last_status_change_at: '2026-03-01T01:40:00Z' },
      ...{ service: { id: 'checkout', type: 'service_reference' }, resolved_at: null, teams: [] },
    },
  });
  expect(await read('/incidents/quiet?time_zone=Asia/Tokyo')).toMatchObject({
    incident: { status: 'triggered', title: 'quiet', created_at: '2026-03-01T10:00:00+09:00' },
  });
  expect(await read('/incidents/theirs', 404)).toMatchObject({ error: { code: 2100 } });
});

it('shows notes', async () => {
  expect(await read('/incidents/quiet/notes')).toMatchObject({
    notes: [
      { content: 'Another', user: { id: 'bob' }, created_at: '2026-03-01T01:01:00Z' },
      { content: 'Only a note', user: { id: 'tester' }, channel: { summary: expect.any(String) as string } },
    ],
  });
  expect(await read('/incidents/Q1/notes')).toEqual({ notes: [] });
  expect(await read('/incidents/none/notes', 404)).toMatchObject({ error: { code: 2100 } });
});

describe('what incidents tell of', () => {
  it('services', async () => {
    const page = await read('/services?total=true');
    expect(page).toMatchObject({ limit: 25, offset: 0, more: false, total: 2, next_cursor: null });
    expect(page['services']).toMatchObject([
      { id: 'checkout', type: 'service', name: 'Checkout', self: `${replica.url}/services/checkout` },
      { id: 'search', type: 'service', name: 'search' },
    ]);
    expect(await read('/services?limit=1')).toMatchObject({ services: [{ id: 'checkout' }], more: true });
    expect(await read('/services?query=CHECK&total=1')).toMatchObject({
      services: [{ id: 'checkout' }],
      total: 1,
    });
    expect(await read('/services/search')).toMatchObject({ service: { id: 'search' } });
    expect(await read('/services/secret', 404)).toMatchObject({ error: { code: 2100 } });
  });

  it('teams and users', async () => {
    expect(await read('/teams')).toMatchObject({ teams: [{ id: 'sre', type: 'team' }] });
    expect(await read('/teams/sre')).toMatchObject({ team: { id: 'sre' } });
    expect(await read('/users')).toMatchObject({
      users: [{ id: 'ada', name: 'Ada Lovelace', email: 'ada@acme.invalid' }],
    });
    expect(await read('/users/ada')).toMatchObject({ user: { id: 'ada', type: 'user' } });
  });
});

it('tells whose token it is, and what there is', async () => {
  expect(await read('/users/me')).toMatchObject({
    user: { id: 'ann@acme.test', type: 'user', email: 'ann@acme.test' },
  });
  expect(await read('/abilities')).toMatchObject({ abilities: expect.arrayContaining(['teams']) as unknown });
});

it('describes its doors', async () => {
  const { paths } = (await read('/docs/openapi.json')) as {
    paths: Record<string, { get: { parameters: { name: string; description?: string }[] } }>;
  };
  const names = (path: string) => paths[path]!.get.parameters.map(({ name }) => name);
  expect(names('/log_entries')).toEqual(
    expect.arrayContaining(['limit', 'offset', 'total', 'cursor', 'since', 'team_ids[]', 'include[]']),
  );
  expect(names('/incidents')).toEqual(expect.arrayContaining(['statuses[]', 'service_ids[]', 'sort_by']));
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/services', '/services/{id}', '/users/me', '/incidents/{id}/notes']),
  );
});

it('answers 503 in the form that clients read while nobody takes notes', async () => {
  await around.feed.close();
  const writer = await around.tokens.sign({ scopes: ['entries:write'] });
  const add = (body: object) =>
    request(replica.url).post('/incidents/Q1/notes').set('Authorization', `Bearer ${writer}`).send(body);
  const { body } = await add({ note: { content: 'x' } })
    .expect(503)
    .expect('Retry-After', '2');
  expect(body).toMatchObject({ error: { code: 2000, errors: [expect.stringContaining('command-service')] } });
  await add({ note: {} }).expect(400);
});

describe('GET /incidents/{id}/alerts', () => {
  it('shows the first trigger as the alert of the incident, alone and in a list', async () => {
    const { alerts, ...end } = await read('/incidents/Q0/alerts?total=true');
    expect(end).toStrictEqual({ limit: 25, offset: 0, more: false, total: 1, next_cursor: null });
    const [alert] = alerts as Item[];
    expect(alert).toMatchObject({
      ...{ type: 'alert', summary: 'It broke 0', status: 'resolved', alert_key: 'Q0', suppressed: false },
      ...{ created_at: '2026-03-01T00:00:00Z', severity: null, integration: null },
      service: { id: 'checkout', type: 'service_reference' },
      incident: { id: 'Q0', type: 'incident_reference' },
      body: { type: 'alert_body', details: { urgency: 'low' } },
    });
    const path = new URL(alert!['self'] as string).pathname;
    expect(path).toBe(`/incidents/Q0/alerts/${alert!.id}`);
    expect(await read(path)).toStrictEqual({ alert });
    expect(await read('/incidents/Q1/alerts?statuses[]=resolved')).toMatchObject({ alerts: [] });
    expect(await read('/incidents/quiet/alerts')).toMatchObject({ alerts: [] });
  });

  it('names what there is not', async () => {
    expect(await read('/incidents/none/alerts', 404)).toMatchObject({ error: { code: 2100 } });
    expect(await read('/incidents/Q0/alerts/none', 404)).toMatchObject({ error: { code: 2100 } });
    expect(await read('/incidents/theirs/alerts', 404)).toMatchObject({ error: { code: 2100 } });
  });
});
