import { changesPageSchema, incidentsPageSchema, timelinePageSchema } from '@daybook/timeline-contracts';
import { shardOf } from '@daybook/timeline-domain';
import request from 'supertest';
import type { z } from 'zod';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, untilConsuming, type Surroundings } from '../../test/surroundings.js';
import { TestLog, type Fact } from '../../test/test-log.js';

type Page = z.output<typeof changesPageSchema>;

let around: Surroundings;
let replica: Replica;
let token: string;

beforeEach(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
});

afterEach(() => around.close());

/** Incidents of different shards. */
const [A, B] = ['a', ...'bcdefgh'].filter(
  (name, n) => n === 0 || shardOf('acme', name) !== shardOf('acme', 'a'),
);

async function startWith(...facts: Fact[]): Promise<void> {
  replica = await around.start();
  await untilConsuming(replica, around);
  await record(...facts);
}

async function record(...facts: Fact[]): Promise<void> {
  if (facts.length > 0) await around.relay.send(around.log.append(...facts));
  await untilComplete(replica, around.log);
}

function get(query: string, from = replica): request.Test {
  return request(from.url).get(`/v1/changes?${query}`).set('Authorization', `Bearer ${token}`);
}

async function changes(query: string, from = replica): Promise<Page> {
  const { body } = await get(query, from)
    .expect(200)
    .expect('Content-Type', /application\/json/);
  return changesPageSchema.parse(body);
}

const summaries = (page: Pick<Page, 'changes'>): string[] => page.changes.map(({ summary }) => summary);

it('tells everything of an account, once, in the order in which it was recorded', async () => {
  const facts = Array.from({ length: 23 }, (_, n) => ({
    ...{ incidentId: n % 2 ? A! : B!, summary: `s${n}` },
    // Each happened before the one recorded before it.
    occurredAt: new Date(Date.UTC(2026, 2, 1) - n * 1_000).toISOString(),
  }));
  await startWith({ account: 'other', incidentId: 'x' }, ...facts, { account: 'other', incidentId: 'y' });
  const seen: string[] = [];
  for (let after = '0', more = true; more;) {
    const page = await changes(`after=${after}&limit=5`);
    seen.push(...summaries(page));
    ({ next: after, more } = page);
    if (!more) expect(after).toBe(around.log.headText);
  }
  expect(seen).toStrictEqual(facts.map(({ summary }) => summary));
  expect(summaries(await changes('limit=500'))).toStrictEqual(seen);
  expect(await changes(`after=${around.log.headText}`)).toStrictEqual({
    ...{ changes: [], next: around.log.headText, watermark: around.log.headText, more: false },
  });
});

it('leaves out what a filter leaves out, and moves on nevertheless', async () => {
  await startWith(
    { incidentId: A!, type: 'trigger', summary: '1', service: { id: 'db' }, teams: [{ id: 'core' }] },
    { incidentId: A!, type: 'notify', summary: '2', channel: { id: 'sms' } },
    { incidentId: B!, type: 'acknowledge', summary: '3', agent: { id: 'ann' } },
    { incidentId: B!, type: 'annotate', summary: '4', agent: { id: 'bob' } },
  );
  for (const [query, expected] of [
    ['type=trigger&type=annotate', ['1', '4']],
    ['agent=ann&agent=bob', ['3', '4']],
    ['channel=sms', ['2']],
    ['service=db&team=core', ['1']],
    [`incident=${B}`, ['3', '4']],
    [`incident=${A}&incident=${B}&type=notify`, ['2']],
    ['team=nobody', []],
  ] as const) {
    const page = await changes(query);
    expect([query, summaries(page)]).toStrictEqual([query, expected]);
    expect(page).toMatchObject({ next: around.log.headText, more: false });
  }
});

it('never goes past a hole', async () => {
  await startWith({ incidentId: A!, summary: 'first' });
  const [lost, behind] = around.log.append(
    { incidentId: A!, summary: 'lost' },
    { incidentId: B!, summary: 'behind the hole' },
  );
  around.feed.down = true;
  await around.relay.send([behind!]);
  await request(replica.url)
    .get(`/v1/entries/${behind!.id}?includes=${behind!.id}`)
    .set('Authorization', `Bearer ${token}`)
    .expect(200);
  expect(await changes('')).toMatchObject({ next: 'local:1:1', watermark: 'local:1:1' });
  await around.relay.send([lost!]);
  await untilComplete(replica, around.log);
  expect(summaries(await changes('after=local:1:1'))).toStrictEqual(['lost', 'behind the hole']);
});

it('makes the pages of a timeline and of a list complete', async () => {
  const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 0, 0, second)).toISOString();
  await startWith(...[1, 3, 5, 7].map((n) => ({ incidentId: A!, summary: `${n}`, occurredAt: at(n) })));
  const timeline = async (query: string) => {
    const asked = request(replica.url).get(`/v1/incidents/${A}/timeline?limit=2&${query}`);
    return timelinePageSchema.parse((await asked.set('Authorization', `Bearer ${token}`).expect(200)).body);
  };
  const first = await timeline('');
  // Of these the later pages show the second alone.
  await record(...[2, 6].map((n) => ({ incidentId: A!, summary: `${n}`, occurredAt: at(n) })));
  const second = await timeline(`cursor=${first.next}`);
  const third = await timeline(`cursor=${second.next}`);
  const { changes: later } = await changes(`after=${first.changesAfter}&incident=${A}`);
  const all = [first, second, third].flatMap(({ entries }) => entries);
  expect(all).toHaveLength(5);
  const known = new Map([...all, ...later].map((entry) => [entry.timelineKey, entry.summary]));
  expect([...known].sort().map(([, summary]) => summary)).toStrictEqual(['1', '2', '3', '5', '6', '7']);
  expect(second.changesAfter).toBe('local:1:4');
  const { body } = await request(replica.url).get('/v1/incidents').set('Authorization', `Bearer ${token}`);
  expect(incidentsPageSchema.parse(body).changesAfter).toBe(around.log.headText);
});

it('shows a redacted entry without its content, and the redaction in its own place', async () => {
  await startWith({ incidentId: A!, summary: 'a secret', details: { key: 'hunter2' } });
  const { id } = around.log.entries[0]!;
  await record({ incidentId: A!, type: 'redact', summary: 'private', details: { entryId: id } });
  const page = await changes('');
  expect(page.changes).toMatchObject([
    { id, summary: '', position: 'local:1:1', redacted: { reason: 'private' } },
    { type: 'redact', details: { entryId: id } },
  ]);
  expect(JSON.stringify(page)).not.toContain('hunter2');
});

it('waits for what comes, and for a position that another replica has told', async () => {
  await startWith({ incidentId: A! });
  const standby = await around.start();
  await untilComplete(standby, around.log);
  const waiting = [replica, standby].flatMap((one) => [
    changes(`after=local:1:1&wait=30`, one),
    changes(`after=local:1:2&wait=30&incident=${B}`, one),
  ]);
  await around.relay.send(around.log.append({ incidentId: A!, summary: 'came' }));
  await around.relay.send(around.log.append({ incidentId: B!, summary: 'came too' }));
  const found = (await Promise.all(waiting)).map(summaries);
  for (const [n, one] of found.entries()) expect(one[0]).toBe(n % 2 ? 'came too' : 'came');
  expect(await changes('after=local:1:99')).toMatchObject({ changes: [], next: 'local:1:99', more: false });
  expect(await changes('after=local:1:3&wait=1')).toMatchObject({ changes: [], next: 'local:1:3' });
  expect(await changes('after=local:2:1')).toMatchObject({ changes: [], next: 'local:2:1' });
});

it('begins with nothing, before any log is known', async () => {
  around.feed.down = true;
  replica = await around.start();
  const { next } = await changes('');
  expect(next).toBe('unknown:1:0');
  const waiting = changes(`after=${next}&wait=30`);
  around.feed.down = false;
  await record({ incidentId: A!, summary: 'first' });
  expect(summaries(await waiting)).toStrictEqual(['first']);
});

it('refuses what is of another log, of an epoch that has ended, or no position', async () => {
  await startWith({ incidentId: A! });
  const { body } = await get('after=elsewhere:1:1').expect(409);
  expect(body).toMatchObject({ code: 'other_log', field: 'after', log: 'local', epoch: 1 });

  around.log.append({ incidentId: A!, summary: 'lost in the restore' });
  const restored = new TestLog('local', 2);
  const { id, entry } = around.log.entries[0]!;
  restored.append({ ...(entry as Fact), id }, { incidentId: B!, summary: 'after it' });
  around.feed.log = restored;
  await around.relay.send(restored.entries);
  await untilComplete(replica, restored);
  expect((await get('after=local:1:1').expect(409)).body).toMatchObject({ code: 'other_log', epoch: 2 });
  expect(summaries(await changes('after=local:2:0'))).toStrictEqual(['fact 1', 'after it']);

  for (const [query, field] of [
    ['after=12', 'after'],
    ['wait=31', 'wait'],
    ['limit=0', 'limit'],
    ['text=word', 'text'],
  ]) {
    const refused = await get(query!).expect(400);
    expect(refused.body).toMatchObject({ code: 'invalid_request', field });
  }
});

it('tells lines to who asks for them', async () => {
  await startWith({ incidentId: A!, summary: 'one' }, { incidentId: B!, summary: 'two\nlines' });
  const { text } = await get('').set('Accept', 'application/x-ndjson').expect(200).buffer(true);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines).toMatchObject([
    { summary: 'one' },
    { summary: 'two\nlines' },
    { next: around.log.headText, watermark: around.log.headText, more: false },
  ]);
});

it('says 503 while the store hangs', async () => {
  await startWith({ incidentId: A! });
  around.mongoWire.freeze();
  const { body, headers } = await get('').expect(503);
  expect(body).toMatchObject({ code: 'store_unavailable' });
  expect(headers['retry-after']).toBe('2');
});
