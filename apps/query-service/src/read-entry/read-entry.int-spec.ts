import { entryViewSchema, type RecordedEntryV2 } from '@daybook/timeline-contracts';
import request from 'supertest';
import type { Replica } from '../../test/replica.js';
import { surroundings, untilComplete, type Surroundings } from '../../test/surroundings.js';

let around: Surroundings;
let replica: Replica;
let token: string;
let mine: RecordedEntryV2;
let theirs: RecordedEntryV2;

beforeAll(async () => {
  around = await surroundings();
  token = await around.tokens.sign();
  [mine, theirs] = around.log.append(
    { incidentId: 'i', agent: { id: 'ada', pager: true } },
    { account: 'other', incidentId: 'i' },
  ) as [RecordedEntryV2, RecordedEntryV2];
  replica = await around.start();
  await untilComplete(replica, around.log);
});

afterAll(() => around.close());

function get(path: string): request.Test {
  return request(replica.url).get(path).set('Authorization', `Token token=${token}`);
}

it('shows one entry', async () => {
  const { body, headers } = await get(`/v1/entries/${mine.id}`).expect(200).expect('Content-Type', /json/);
  expect(entryViewSchema.parse(body)).toMatchObject({ ...mine.entry, id: mine.id, position: 'local:1:1' });
  expect(headers['daybook-watermark']).toBe(around.log.headText);
});

it('takes an id in upper case', async () => {
  const { body } = await get(`/v1/entries/${mine.id.toUpperCase()}`).expect(200);
  expect(body).toMatchObject({ id: mine.id });
});

it('knows none of another account', async () => {
  const { body } = await get(`/v1/entries/${theirs.id}`).expect(404);
  expect(body).toMatchObject({ code: 'entry_not_found' });
});

it('tells what is recorded from what is not, and says when it can’t', async () => {
  // What can't be read never comes, however long the feed is read.
  around.feed.instead.set(around.log.head + 1, { not: 'an entry' });
  const [recorded] = around.log.append({ incidentId: 'i' }) as [RecordedEntryV2];
  const pending = await get(`/v1/entries/${recorded.id}`).expect(404).expect('Retry-After', '1');
  expect(pending.body).toMatchObject({ code: 'entry_pending', position: `local:1:${recorded.position}` });
  await get(`/v1/entries/${recorded.id}/history`).expect(404, /entry_pending/);
  around.feed.down = true;
  const unknown = await get(`/v1/entries/${recorded.id}`).expect(404).expect('Retry-After', '2');
  expect(unknown.body).toMatchObject({ code: 'entry_unknown' });
});

it('refuses what is no id', async () => {
  const { body } = await get('/v1/entries/42').expect(400);
  expect(body).toMatchObject({ code: 'invalid_request' });
});
