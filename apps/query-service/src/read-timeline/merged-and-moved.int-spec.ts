import { incidentExportSchema, incidentSchema, timelinePageSchema } from '@daybook/timeline-contracts';
import { waitFor } from '@daybook/test-servers';
import { parse as parseCsv } from 'csv-parse/sync';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';
import type { Fact } from '../../test/test-log.js';

let around: Surroundings;
let replica: Replica;
let token: string;

const at = (minute: number) => `2026-03-02T10:${String(minute).padStart(2, '0')}:00Z`;
const fact = (incidentId: string, minute: number, type: string, more: object = {}): Fact => ({
  ...{ incidentId, type, summary: `${incidentId} ${minute}`, occurredAt: at(minute) },
  ...more,
});
const merge = (incidentId: string, minute: number, into: string) =>
  fact(incidentId, minute, 'merge', { details: { into } });

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  around.log.append(
    fact('main', 0, 'trigger'),
    fact('copy', 1, 'trigger'),
    fact('main', 2, 'notify'),
    fact('copy', 3, 'notify'),
    fact('copy', 4, 'acknowledge'),
    merge('copy', 5, 'main'),
    fact('copy', 6, 'trigger'),
    fact('late copy', 7, 'trigger'),
    merge('late copy', 8, 'copy'),
    merge('ring 1', 1, 'ring 2'),
    merge('ring 2', 2, 'ring 1'),
    ...Array.from({ length: 120 }, (_, n) => merge(`small ${String(n).padStart(3, '0')}`, n % 60, 'crowd')),
    { ...merge('copy', 5, 'main'), account: 'other' },
  );
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

const get = (path: string) => request(replica.url).get(path).set('Authorization', `Bearer ${token}`);
const timeline = async (incident: string, query = '') => {
  const { body } = await get(`/v1/incidents/${encodeURIComponent(incident)}/timeline?${query}`).expect(200);
  return timelinePageSchema.parse(body);
};
const summaries = async (incident: string, query = '') =>
  (await timeline(incident, query)).entries.map(({ summary }) => summary);
const incident = async (id: string) =>
  incidentSchema.parse((await get(`/v1/incidents/${encodeURIComponent(id)}`).expect(200)).body);
const record = async (...facts: Fact[]) => {
  await around.relay.send(around.log.append(...facts));
  await untilComplete(replica, around.log);
};

const ALL = [
  'main 0',
  'copy 1',
  'main 2',
  'copy 3',
  'copy 4',
  'copy 5',
  'copy 6',
  'late copy 7',
  'late copy 8',
];

it('reads the timelines of all that were merged into an incident as one', async () => {
  expect(await summaries('main')).toStrictEqual(ALL);
  expect(await summaries('main', 'order=desc')).toStrictEqual(ALL.toReversed());
  expect(await summaries('copy')).toStrictEqual(ALL.filter((one) => one.includes('copy')));
  expect(await summaries('main', 'type=notify')).toStrictEqual(['main 2', 'copy 3']);
  expect(await summaries('main', `since=${at(4)}&until=${at(7)}`)).toStrictEqual([
    'copy 4',
    'copy 5',
    'copy 6',
  ]);
});

it('pages through them, each entry once, both ways', async () => {
  for (const order of ['asc', 'desc']) {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = await timeline('main', `limit=2&order=${order}${cursor}`);
      seen.push(...page.entries.map(({ summary }) => summary));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(seen).toStrictEqual(order === 'asc' ? ALL : ALL.toReversed());
  }
});

it('tells an overview of them with what it hides', async () => {
  const { entries, hidden } = await timeline('main', 'overview=true');
  expect(entries.map(({ summary }) => summary)).toStrictEqual(
    ALL.filter((summary) => !['main 2', 'copy 3'].includes(summary)),
  );
  expect(hidden).toStrictEqual([0, 0, 2, 0, 0, 0, 0, 0]);
});

it('tells of each incident what it was merged into, and what was merged into it', async () => {
  expect(await incident('main')).toMatchObject({
    ...{ status: 'triggered', mergedInto: null, merged: ['copy', 'late copy'], entryCount: 2 },
  });
  const copy = await incident('copy');
  expect(copy).toMatchObject({
    ...{ status: 'resolved', mergedInto: 'main', merged: ['late copy'], reopenedCount: 0 },
    resolvedAt: new Date(at(5)).toISOString(),
  });
  expect((await incident('late copy')).merged).toBeUndefined();
  const { body } = await get('/v1/incidents?status=resolved&text=copy').expect(200);
  expect(body.incidents).toMatchObject([{ mergedInto: 'copy' }, { mergedInto: 'main' }]);
});

it('exports them as one', async () => {
  const { body } = await get('/v1/incidents/main/export?format=json').expect(200);
  const exported = incidentExportSchema.parse(body);
  expect(exported.entries.map(({ summary }) => summary)).toStrictEqual(ALL);
  expect(exported.incident.merged).toStrictEqual(['copy', 'late copy']);
  const { text } = await get('/v1/incidents/copy/export?format=markdown').expect(200);
  expect(text).toContain('- Merged into: main\n- Merged into it: late copy\n');
  expect(text.match(/`[a-z]+` [\w ]+|\(of incident [^;)]+/g)).toStrictEqual([
    ...['`trigger` copy 1', '`notify` copy 3', '`acknowledge` copy 4', '`merge` copy 5', '`trigger` copy 6'],
    ...['`trigger` late copy 7', '(of incident late copy', '`merge` late copy 8', '(of incident late copy'],
  ]);
  const csv = await get('/v1/incidents/copy/export?format=csv').expect(200);
  const rows: Record<string, string>[] = parseCsv(csv.text, { columns: true, record_delimiter: '\r\n' });
  expect(rows.map(({ incidentId }) => incidentId)).toStrictEqual([
    ...['copy', 'copy', 'copy', 'copy', 'copy', 'late copy', 'late copy'],
  ]);
});

it('reads circles once, and no more than 100 incidents together', async () => {
  expect(await summaries('ring 1')).toStrictEqual(['ring 1 1', 'ring 2 2']);
  expect(await summaries('ring 2')).toStrictEqual(['ring 1 1', 'ring 2 2']);
  expect(await summaries('crowd', 'limit=500')).toHaveLength(99);
  await get('/v1/incidents/crowd').expect(404);
  expect((await timeline('crowd', 'text=nowhere')).entries).toStrictEqual([]);
});

it('moves entries, and their histories and the feed tell of it', async () => {
  await record(fact('from', 0, 'trigger'), fact('from', 1, 'annotate'), fact('to', 2, 'trigger'));
  const { id } = around.log.entries.at(-2)!;
  const move: Fact = {
    ...{ incidentId: 'from', type: 'move', summary: 'not here', agent: 'Ann', occurredAt: at(9) },
    details: { entryId: id, incidentId: 'to' },
  };
  await record(move);
  const { entries } = await timeline('to');
  expect(entries).toMatchObject([
    { id, incidentId: 'to', summary: 'from 1', moved: { from: 'from', reason: 'not here', agent: 'Ann' } },
    { summary: 'to 2' },
  ]);
  expect(await summaries('from')).toStrictEqual(['from 0', 'not here']);
  expect(await incident('from')).toMatchObject({ entryCount: 2 });
  expect(await incident('to')).toMatchObject({
    entryCount: 2,
    firstActivityAt: new Date(at(1)).toISOString(),
  });
  const { body } = await get(`/v1/entries/${id}/history`).expect(200);
  expect(body).toMatchObject({ original: { incidentId: 'from' }, moves: [{ summary: 'not here' }] });
  const changes = await get('/v1/changes?incident=to').expect(200);
  expect(changes.body.changes).toMatchObject([{ id }, { summary: 'to 2' }]);
  around.mongoWire.cut();
  try {
    await waitFor(() => !replica.store.reachable, { what: 'news of the store', timeoutMs: 10_000 });
    expect(await summaries('from')).toStrictEqual(['from 0', 'not here']);
    expect(await summaries('to')).toStrictEqual(['to 2']);
  } finally {
    await around.mongoWire.restore();
  }
  // Timelines go on being made of the log until the next look at the store, up to a second later than lists.
  await waitFor(
    async () => (await get('/v1/incidents/from/timeline')).headers['daybook-degraded'] === undefined,
    { what: 'timelines of the store again', timeoutMs: 15_000 },
  );
});

it('takes an incident out again when it is reopened, or its merge is redacted', async () => {
  await record(fact('a', 0, 'trigger'), fact('b', 1, 'trigger'), fact('c', 2, 'trigger'));
  const [mergeOfB] = around.log.append(merge('b', 3, 'a'), merge('c', 4, 'a'));
  await around.relay.send(around.log.entries.slice(-2));
  await untilComplete(replica, around.log);
  expect(await summaries('a')).toStrictEqual(['a 0', 'b 1', 'c 2', 'b 3', 'c 4']);
  await record(fact('c', 5, 'reopen'), {
    ...{ incidentId: 'b', type: 'redact', summary: 'the wrong one', details: { entryId: mergeOfB!.id } },
  });
  expect(await summaries('a')).toStrictEqual(['a 0']);
  expect(await incident('b')).toMatchObject({ status: 'triggered', mergedInto: null, resolvedAt: null });
  expect(await incident('c')).toMatchObject({ status: 'triggered', mergedInto: null, reopenedCount: 1 });
});
