import { waitFor } from '@daybook/test-servers';
import { APPEND_ENTRY_V1, COMMAND_EXCHANGE, COMMAND_KEY } from '@daybook/timeline-contracts';
import { entryIdMaker } from '@daybook/timeline-domain';
import { connect } from 'amqplib';
import { runApp, type RunningApp } from '../../test/running-app.js';

const makeId = entryIdMaker(() => Date.now());
const fact = { incidentId: 'INC-1', type: 'annotate', summary: 'Ann’s number is 0170 1234567' };
const revision = (entryId: string, changes: object = { summary: 'a number' }) => ({
  incidentId: 'INC-1',
  type: 'revise',
  summary: 'no names, please',
  agent: 'ben',
  details: { entryId, changes },
});
const redaction = (entryId: string) => ({
  incidentId: 'INC-1',
  type: 'redact',
  summary: 'a private number',
  details: { entryId },
});

describe('revisions and redactions over HTTP', () => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await runApp();
  });
  afterAll(() => running.close());

  const record = async (body: object, status = 201): Promise<string> => {
    const id = makeId();
    await running.put(`/v1/entries/${id}`, body).expect(status);
    return id;
  };
  const logged = async (id: string) => {
    const { body } = await running.get('/v1/log?after=0&limit=1000').expect(200);
    return body.entries.find((entry: { id: string }) => entry.id === id);
  };

  it('a revision is an entry, and leaves what it is about as it was', async () => {
    const id = await record(fact);
    const revised = await record(revision(id));
    expect(await logged(id)).toMatchObject({ entry: fact });
    expect(await logged(revised)).toMatchObject({ type: 'revise', entry: revision(id) });
  });

  it('a move is an entry of the incident that the moved one was recorded on', async () => {
    const id = await record(fact);
    const move = (details: object) => ({ ...fact, type: 'move', details: { entryId: id, ...details } });
    const moved = await record(move({ incidentId: 'INC-2' }));
    expect(await logged(moved)).toMatchObject({ type: 'move', entry: move({ incidentId: 'INC-2' }) });
    const without = await running.put(`/v1/entries/${makeId()}`, move({})).expect(422);
    expect(without.body).toMatchObject({ code: 'invalid_entry', field: 'details.incidentId' });
    await running
      .put(`/v1/entries/${makeId()}`, { ...move({ incidentId: 'INC-3' }), incidentId: 'INC-2' })
      .expect(422)
      .expect(({ body }) => expect(body).toMatchObject({ code: 'not_amendable', field: 'incidentId' }));
    await record({ ...redaction(moved) });
    expect(await logged(id)).toMatchObject({ entry: fact });
  });

  it('a merge is an entry, and names another incident', async () => {
    const merge = (details: object) => ({ ...fact, type: 'merge', details });
    const id = await record(merge({ into: 'INC-2' }));
    expect(await logged(id)).toMatchObject({ type: 'merge', entry: merge({ into: 'INC-2' }) });
    for (const details of [{}, { into: 'INC-1' }, { into: '' }, { into: 7 }]) {
      const { body } = await running.put(`/v1/entries/${makeId()}`, merge(details)).expect(422);
      expect(body).toMatchObject({ code: 'invalid_entry', field: 'details.into' });
    }
  });

  it('a redaction takes the content away for good, and keeps place and times', async () => {
    const id = await record(fact);
    const before = await logged(id);
    const revised = await record(revision(id));
    await record(redaction(id));
    expect(await logged(id)).toStrictEqual({ ...before, entry: null, contentHash: null });
    expect(await logged(revised)).toMatchObject({ entry: null, contentHash: null });

    const { body } = await running.put(`/v1/entries/${id}`, fact).expect(410);
    expect(body).toMatchObject({ code: 'entry_redacted', field: 'id', status: 410 });
    await running.put(`/v1/entries/${id}`, { ...fact, summary: 'else' }).expect(410);
    await record(revision(id), 410);
    expect(await logged(id)).toMatchObject({ entry: null });
  });

  it('what comes after its redaction is told 410, and holds a place without content', async () => {
    const id = makeId();
    await record(redaction(id));
    await running.put(`/v1/entries/${id}`, fact).expect(410);
    expect(await logged(id)).toMatchObject({ incidentId: 'INC-1', type: 'annotate', entry: null });
  });

  it('of an array, each gets its own answer', async () => {
    const [id, late] = [makeId(), makeId()];
    const { body } = await running
      .post('/v1/entries', [{ ...fact, id }, redaction(late), { ...fact, id: late }, revision(id)])
      .expect(207);
    expect(body.results.map(({ status }: { status: number }) => status)).toStrictEqual([201, 201, 410, 201]);
  });

  it.each([
    ['details.entryId', { ...revision('x'), details: { changes: { summary: 's' } } }],
    ['details.entryId', redaction('not an id')],
    ['details.changes', revision(makeId(), {})],
    ['details.changes.incidentId', revision(makeId(), { incidentId: 'INC-2' })],
    ['details.changes.summary', revision(makeId(), { summary: '' })],
    ['details.changes.summary', revision(makeId(), { summary: null })],
    ['details.changes.occurredAt', revision(makeId(), { occurredAt: 'yesterday' })],
    ['details.changes.occurredAt', revision(makeId(), { occurredAt: '2999-01-01T00:00:00Z' })],
    ['details.changes.teams', revision(makeId(), { teams: 'sre' })],
    ['details.changes.recordedBy', revision(makeId(), { recordedBy: 'me' })],
  ])('names %s of one that can’t be', async (field, body) => {
    const answer = await running.put(`/v1/entries/${makeId()}`, body).expect(422);
    expect(answer.body.field).toBe(field);
  });

  it('names the incident of an entry of another one, and an amendment that can’t be amended', async () => {
    const elsewhere = await record({ ...fact, incidentId: 'INC-2' });
    const other = await running.put(`/v1/entries/${makeId()}`, redaction(elsewhere)).expect(422);
    expect(other.body).toMatchObject({ code: 'not_amendable', field: 'incidentId' });
    const redacted = await record(redaction(await record(fact)));
    const again = await running.put(`/v1/entries/${makeId()}`, redaction(redacted)).expect(422);
    expect(again.body).toMatchObject({ code: 'not_amendable', field: 'details.entryId' });
    expect(await logged(elsewhere)).toMatchObject({ entry: { incidentId: 'INC-2' } });
  });

  it('a redaction needs its scope, a revision does not', async () => {
    const id = await record(fact);
    const token = await running.tokens.sign({ account: 'acme', scopes: ['entries:write'] });
    const send = (body: object) => {
      const request = running.bare().put(`/v1/entries/${makeId()}`);
      return request.set('Authorization', `Bearer ${token}`).send(body);
    };
    expect((await send(redaction(id)).expect(403)).body).toMatchObject({
      code: 'redaction_not_allowed',
      field: 'type',
    });
    expect(await logged(id)).toMatchObject({ entry: fact });
    await send(revision(id)).expect(201);
  });

  it('tells the ledger as entries that can be sent again', async () => {
    const id = await record(fact);
    await record({ ...redaction(id), summary: 'kept in the ledger' });
    const { text } = await running
      .get('/v1/redactions')
      .expect(200)
      .expect('Content-Type', /ndjson/);
    const lines = text.trim().split('\n');
    expect(lines.at(-1)).toContain('kept in the ledger');
    const token = await running.tokens.sign({ account: 'acme', scopes: ['entries:write', 'entries:redact'] });
    const request = running.bare().post('/v1/entries').set('Authorization', `Bearer ${token}`);
    const again = await request.set('Content-Type', 'application/x-ndjson').send(text).expect(200);
    expect(again.text.trim().split('\n').at(-1)).toBe(
      JSON.stringify({ summary: { recorded: 0, duplicates: lines.length, refused: 0 } }),
    );
    const everybody = await running.tokens.sign({ account: '*', scopes: ['log:read'] });
    await running.bare().get('/v1/redactions').set('Authorization', `Bearer ${everybody}`).expect(403);
  });

  describe('and the command queue', () => {
    /** As an integrator's user, whose account is `guest`. */
    const send = async (...entries: object[]) => {
      const connection = await connect(running.rabbitmqUrl);
      const channel = await connection.createConfirmChannel();
      for (const data of entries) {
        const message = { specversion: '1.0', id: makeId(), source: '/bot', type: APPEND_ENTRY_V1, data };
        channel.publish(COMMAND_EXCHANGE, COMMAND_KEY, Buffer.from(JSON.stringify(message)), {
          userId: 'guest',
        });
      }
      await channel.waitForConfirms();
      await connection.close();
    };
    const letters = async () => (await running.getAs('guest', '/v1/dead-letters?limit=500')).body.deadLetters;
    const letterOf = (id: string) =>
      waitFor(async () => (await letters()).find(({ entryId }: { entryId: string }) => entryId === id), {
        what: 'a dead letter',
        timeoutMs: 10_000,
      });

    it('an integrator may revise, and not redact', async () => {
      const [id, revised, redacted] = [makeId(), makeId(), makeId()];
      await send({ ...fact, id }, { ...revision(id), id: revised }, { ...redaction(id), id: redacted });
      expect(await letterOf(redacted)).toMatchObject({ code: 'redaction_not_allowed' });
      expect((await running.getAs('guest', `/v1/receipts/${revised}`).expect(200)).body.status).toBe(
        'recorded',
      );
    });

    it('a redaction blanks the dead letters of what it names, and those that come later', async () => {
      const [id, revised] = [makeId(), makeId()];
      await send({ ...fact, id, summary: '' }, { ...revision(id, { summary: '' }), id: revised });
      expect((await letterOf(id)).message).toContain(id);
      expect((await letterOf(revised)).message).toContain(id);
      const entries = running.postAs('guest', '/v1/entries').send({ ...redaction(id), id: makeId() });
      await entries.expect(201);
      for (const letter of [await letterOf(id), await letterOf(revised)])
        expect(letter).toMatchObject({ code: 'entry_redacted', message: '' });

      const late = makeId();
      await send({ ...fact, id }, { ...revision(id), id: late });
      const told = await letterOf(late);
      expect(told).toMatchObject({ code: 'entry_redacted', message: '' });
      expect(JSON.stringify(await letters())).not.toContain('0170');
    });
  });
});
