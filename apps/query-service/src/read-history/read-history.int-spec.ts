import { entryHistorySchema, timelinePageSchema } from '@daybook/timeline-contracts';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

let around: Surroundings;
let replica: Replica;
let token: string;

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  replica = await around.start();
});
afterAll(() => around.close());

const get = (path: string) =>
  request(replica.url).get(path).set('Authorization', `Token token=${token}`).expect(200);

const amend = (type: string, entryId: string, changes?: object) =>
  around.log.append({
    incidentId: 'i',
    type,
    summary: 'why',
    agent: 'ben',
    details: { entryId, changes },
  })[0]!;

it('tells how an entry became what it is, and in the end nothing of it', async () => {
  const [entry] = around.log.append({ incidentId: 'i', summary: 'as sent' });
  const first = amend('revise', entry!.id, { summary: 'better' });
  const second = amend('revise', entry!.id, { service: 'db' });
  await untilComplete(replica, around.log);

  const revised = entryHistorySchema.parse((await get(`/v1/entries/${entry!.id}/history`)).body);
  expect(revised.original).toStrictEqual({ id: entry!.id, ...entry!.entry });
  expect(revised.entry).toMatchObject({ summary: 'better', service: 'db' });
  expect(revised.entry.revised).toMatchObject({ by: second.id, count: 2, reason: 'why', agent: 'ben' });
  expect(revised.revisions.map(({ id }) => id)).toStrictEqual([first.id, second.id]);

  const redaction = amend('redact', entry!.id);
  await untilComplete(replica, around.log);
  const redacted = entryHistorySchema.parse((await get(`/v1/entries/${entry!.id}/history`)).body);
  expect(redacted.original).toBeNull();
  expect(redacted.redactions.map(({ id }) => id)).toStrictEqual([redaction.id]);
  expect(redacted.revisions.map(({ summary }) => summary)).toStrictEqual(['', '']);

  const page = timelinePageSchema.parse((await get('/v1/incidents/i/timeline')).body);
  expect(page.entries[0]).toMatchObject({ id: entry!.id, summary: '', redacted: { by: redaction.id } });
  expect(page.entries).toHaveLength(4);
});

it('tells what was sent in fields that Daybook sets, also where revisions changed it', async () => {
  const sent = { incidentId: 'i', summary: 'as sent', lateMs: 'sent', occurredAtLocal: 'sent' };
  const [entry] = around.log.append(sent);
  const history = async () => {
    await untilComplete(replica, around.log);
    return entryHistorySchema.parse((await get(`/v1/entries/${entry!.id}/history`)).body);
  };
  const before = await history();
  amend('revise', entry!.id, { summary: 'better', lateMs: 600_000 });
  const after = await history();
  for (const { original, entry: shown } of [before, after]) {
    expect(original).toStrictEqual({ id: entry!.id, ...entry!.entry });
    expect(shown.lateMs).toBe(Date.parse(shown.receivedAt) - Date.parse(shown.occurredAtUtc));
    expect(shown).not.toHaveProperty('occurredAtLocal');
  }
  expect(after.entry).toMatchObject({ summary: 'better', revised: { count: 1 } });
});

it('knows none of an entry that is not there', async () => {
  await request(replica.url)
    .get('/v1/entries/019ca8bd-9f02-7a31-8c4d-5e6f70819203/history')
    .set('Authorization', `Bearer ${token}`)
    .expect(404);
});
