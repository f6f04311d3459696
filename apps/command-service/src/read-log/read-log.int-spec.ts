import { feedPageSchema, type FeedPage } from '@daybook/timeline-contracts';
import { runApp, type RunningApp } from '../../test/running-app.js';

const ENTRIES = 25;

describe('GET /v1/log', () => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await runApp();
    const facts = Array.from({ length: ENTRIES }, (_, number) => ({
      incidentId: `INC-${number % 3}`,
      type: 't',
      summary: `${number}`,
    }));
    await running.post('/v1/entries', facts).expect(201);
    const other = await running.tokens.sign({ account: 'other', scopes: ['entries:write'] });
    await running
      .bare()
      .post('/v1/entries')
      .set('Authorization', `Bearer ${other}`)
      .send({ incidentId: 'theirs', type: 't', summary: 'theirs' })
      .expect(201);
  });
  afterAll(() => running.close());

  async function readAll(authorization: string, limit: number): Promise<FeedPage[]> {
    const pages: FeedPage[] = [];
    for (let after = '0'; ; after = pages.at(-1)!.next) {
      const { body } = await running
        .bare()
        .get(`/v1/log?after=${after}&limit=${limit}`)
        .set('Authorization', authorization)
        .expect(200);
      pages.push(feedPageSchema.parse(body));
      if (body.entries.length === 0) return pages;
    }
  }

  it('leads over every position once, by way of next', async () => {
    const token = await running.tokens.sign({ account: '*', scopes: ['log:read'] });
    const pages = await readAll(`Bearer ${token}`, 7);
    const positions = pages.flatMap(({ entries }) => entries.map(({ position }) => position));
    expect(positions).toStrictEqual(Array.from({ length: ENTRIES + 1 }, (_, index) => index + 1));
    expect(pages.at(-1)).toMatchObject({
      log: 'local',
      epoch: 1,
      head: ENTRIES + 1,
      next: `local:1:${ENTRIES + 1}`,
    });
  });

  it('shows one incident of an account, or one entry', async () => {
    const everybody = await running.tokens.sign({ account: '*', scopes: ['log:read'] });
    const read = async (query: string, token = everybody) =>
      (await running.bare().get(`/v1/log?${query}`).set('Authorization', `Bearer ${token}`)).body;
    const { entries } = feedPageSchema.parse(await read('account=acme&incident=INC-1&after=5&limit=3'));
    expect(entries.map(({ position }) => position)).toStrictEqual([8, 11, 14]);
    const { id } = entries[0]!;
    expect((await read(`account=acme&id=${id}`)).entries).toStrictEqual([entries[0]]);
    expect((await read(`account=other&id=${id}`)).entries).toStrictEqual([]);
    expect(await read('incident=INC-1')).toMatchObject({ code: 'invalid_request', field: 'account' });
    const theirs = await running.tokens.sign({ account: 'other', scopes: ['log:read'] });
    expect((await read('incident=INC-1', theirs)).entries).toStrictEqual([]);
    expect(await read('account=acme', theirs)).toMatchObject({ status: 403, field: 'account' });
  });

  it('shows an account its own entries only, and still ends at the head', async () => {
    const token = await running.tokens.sign({ account: 'other', scopes: ['log:read'] });
    const pages = await readAll(`Token token=${token}`, 7);
    expect(pages.flatMap(({ entries }) => entries.map(({ entry }) => entry?.incidentId))).toStrictEqual([
      'theirs',
    ]);
    expect(pages.at(-1)!.next).toBe(`local:1:${ENTRIES + 1}`);
  });

  it('takes a position in either spelling, also behind the head', async () => {
    const { body } = await running.get('/v1/log?after=local:1:24').expect(200);
    expect(body.entries).toHaveLength(1);
    await running.get('/v1/log?after=9999').expect(200, /"next":"local:1:9999"/);
  });

  it.each(['after=local:2:0', 'after=elsewhere:1:0'])(
    'answers 409 with its own log and epoch to %s',
    async (query) => {
      const { body } = await running.get(`/v1/log?${query}`).expect(409);
      expect(body).toMatchObject({ code: 'other_log', field: 'after', log: 'local', epoch: 1 });
    },
  );

  it.each([
    ['after=x', 'after'],
    ['after=-1', 'after'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=many', 'limit'],
    ['limit=0x10', 'limit'],
    ['from=1', 'from'],
  ])('refuses %s', async (query, field) => {
    const { body } = await running.get(`/v1/log?${query}`).expect(400);
    expect(body.field).toBe(field);
  });

  it('needs the scope log:read', async () => {
    const writer = await running.tokens.sign({ scopes: ['entries:write'] });
    await running.bare().get('/v1/log').set('Authorization', `Bearer ${writer}`).expect(403);
  });
});
