import type { CheckpointV1 } from '@daybook/timeline-contracts';
import { logUnderAttack, type LogUnderAttack } from '../../test/log-under-attack.js';
import { newEntry } from '../append-entry/entry-log.contract.js';

const ENTRIES = 40;

/** Whoever can write to the database is the attacker here: what of it a check of the rows can tell, and which row. */
describe('a log that was tampered with', () => {
  let attacked: LogUnderAttack;

  beforeEach(async () => {
    attacked = await logUnderAttack();
  });
  afterEach(() => attacked.close());

  const appendAll = () =>
    attacked.log.append(Array.from({ length: ENTRIES }, (_, number) => entryOf(number)));

  /** One after each row. */
  async function appendWithCheckpoints(count: number): Promise<CheckpointV1[]> {
    const checkpoints: CheckpointV1[] = [];
    for (let each = 0; each < count; each += 1) {
      await attacked.log.append([entryOf(each)]);
      checkpoints.push(await attacked.checkpoint());
    }
    return checkpoints;
  }

  it('is not this one', async () => {
    await appendAll();
    const checkpoints = [await attacked.checkpoint()];
    const report = await attacked.verify({ checkpoints });
    expect(report).toMatchObject({ outcome: 'intact', position: ENTRIES, rows: { entries: ENTRIES } });
    expect(report.findings).toEqual([]);
    expect(report.checkpoints[0]!.holds).toBe(true);
  });

  it.each<[string, string, { position: number; differs: string; [key: string]: unknown }]>([
    [
      'content',
      `update log_entry set body = replace(body, 'fact', 'lie') where position = 17`,
      { position: 17, differs: 'content' },
    ],
    [
      'content and hash',
      `update log_entry set body = replace(body, 'fact', 'lie') where position = 17;
       update log_entry set content_hash = sha256(convert_to(body, 'UTF8')) where position = 17`,
      { position: 17, differs: 'leaf' },
    ],
    [
      'content hash',
      `update log_entry set content_hash = sha256('') where position = 17`,
      { position: 17, differs: 'contentHash' },
    ],
    ['leaf', `update log_entry set leaf = sha256('') where position = 17`, { position: 17, differs: 'leaf' }],
    [
      'a leaf of another length',
      `update log_entry set leaf = '\\x00' where position = 17`,
      { position: 17, differs: 'line' },
    ],
    ['salt', `update log_entry set salt = sha256('') where position = 17`, { position: 17, differs: 'leaf' }],
    [
      'recorded_ms',
      `update log_entry set recorded_ms = recorded_ms + 1 where position = 17`,
      { position: 17, differs: 'leaf' },
    ],
    [
      'recorded_ms, back',
      `update log_entry set recorded_ms = 5 where position = 17`,
      { position: 17, differs: 'leaf' },
    ],
    [
      'account',
      `update log_entry set account = 'other' where position = 17`,
      { position: 17, differs: 'leaf', account: 'other' },
    ],
    [
      'id',
      `update log_entry set id = gen_random_uuid() where position = 17`,
      { position: 17, differs: 'leaf' },
    ],
    ['type', `update log_entry set type = 'resolve' where position = 17`, { position: 17, differs: 'type' }],
    [
      'incident',
      `update log_entry set incident_id = 'x' where position = 17`,
      { position: 17, differs: 'incidentId' },
    ],
    [
      'occurred_ms',
      `update log_entry set occurred_ms = 0 where position = 17`,
      { position: 17, differs: 'occurredMs' },
    ],
    [
      'shard',
      `update log_entry set shard = (shard + 1) % 8 where position = 17`,
      { position: 17, differs: 'shard' },
    ],
    ['epoch', `update log_entry set epoch = 2 where position = 17`, { position: 17, differs: 'epoch' }],
    [
      'content that is gone',
      `update log_entry set body = null, salt = null, content_hash = null where position = 17`,
      { position: 17, differs: 'redaction' },
    ],
    [
      'a body alone that is gone',
      `update log_entry set body = null where position = 17`,
      { position: 17, differs: 'content' },
    ],
    ['a row that is gone', `delete from log_entry where position = 17`, { position: 17, differs: 'missing' }],
    [
      'several rows that are gone',
      `delete from log_entry where position between 17 and 19`,
      { position: 17, to: 19, differs: 'missing' },
    ],
    [
      'last rows that are gone',
      `delete from log_entry where position > 38`,
      { position: 39, to: 40, differs: 'missing' },
    ],
    ['a row behind the head', behind(41), { position: 41, differs: 'head' }],
    ['the head', `update log_head set position = 38`, { position: 39, differs: 'head' }],
    [
      'the chain of the head',
      `update log_head set chain = sha256('')`,
      { position: 1, to: 40, differs: 'chain' },
    ],
  ])('by its %s', async (_what, attack, expected) => {
    await appendAll();
    await attacked.sql(attack);
    const { outcome, findings } = await attacked.verify();
    expect(outcome).toBe('tampered');
    expect(findings[0]).toMatchObject(expected);
    if (expected['to'] === undefined && expected.differs !== 'missing')
      expect(findings[0]!.id).toBe(await attacked.idAt(expected.position));
  });

  it('shows two rows that changed places, by their links', async () => {
    await appendAll();
    // Of one incident, so of one shard.
    await attacked.sql(swap(17, 28));
    const { findings } = await attacked.verify();
    expect(findings[0]).toMatchObject({ position: 17, differs: 'order', id: await attacked.idAt(17) });
  });

  it('shows a row that was taken out, with the others renumbered, within its shard’s next row', async () => {
    await appendAll();
    await attacked.sql(takeOut(17));
    const { findings } = await attacked.verify();
    expect(findings[0]!.differs).toBe('order');
    expect(findings[0]!.position).toBeGreaterThanOrEqual(17);
    expect(findings[0]!.position).toBeLessThan(17 + 8);
  });

  it('shows where it was rewritten, leaf and chain and all, only by checkpoints kept elsewhere', async () => {
    const checkpoints = await appendWithCheckpoints(ENTRIES);
    await attacked.sql(`update log_entry set body = replace(body, 'fact', 'lie') where position = 17`);
    await attacked.sql(RECOMPUTE);
    expect(await attacked.verify()).toMatchObject({ outcome: 'intact', findings: [] });
    const every = await attacked.verify({ checkpoints });
    expect(every.findings[0]).toMatchObject({
      position: 17,
      differs: 'chain',
      id: await attacked.idAt(17),
      account: 'acme',
    });
    const some = await attacked.verify({ checkpoints: [9, 19, 29].map((index) => checkpoints[index]!) });
    expect(some.findings[0]).toMatchObject({ position: 11, to: 20, differs: 'chain' });
    expect(some.checkpoints.map(({ holds }) => holds)).toEqual([true, false, false]);
  });

  it.each([
    [
      'taken off its end',
      `delete from log_entry where position > 30; update log_head set position = 30`,
      { position: 31, to: 40, differs: 'missing' },
    ],
    ['swapped', swap(17, 25), { position: 11, to: 20, differs: 'chain' }],
    ['taken out', takeOut(17), { position: 11, to: 20, differs: 'chain' }],
    ['inserted', insertBefore(17), { position: 11, to: 20, differs: 'chain' }],
  ])(
    'shows rows that were %s, with links and chain computed anew, by checkpoints',
    async (_what, attack, expected) => {
      const checkpoints = await appendWithCheckpoints(ENTRIES);
      await attacked.sql(attack);
      await attacked.sql(RECOMPUTE);
      expect(await attacked.verify()).toMatchObject({ outcome: 'intact' });
      const { outcome, findings } = await attacked.verify({
        checkpoints: [9, 19, 39].map((index) => checkpoints[index]!),
      });
      expect(outcome).toBe('tampered');
      expect(findings[0]).toMatchObject(expected);
    },
  );

  it('shows a leaf that was computed anew without the chain, between checkpoints', async () => {
    const checkpoints = await appendWithCheckpoints(ENTRIES);
    await attacked.sql(`update log_entry set body = replace(body, 'fact', 'lie') where position = 17`);
    await attacked.sql(RECOMPUTE_LEAVES);
    expect((await attacked.verify()).findings).toMatchObject([{ position: 1, to: 40, differs: 'chain' }]);
    expect((await attacked.verify({ checkpoints })).findings[0]).toMatchObject({
      position: 17,
      differs: 'chain',
    });
  });

  it('tells a restore from a rewriting by nothing, and says so', async () => {
    const checkpoints = await appendWithCheckpoints(ENTRIES);
    await attacked.sql(
      `delete from log_entry where position > 20; update log_head set position = 20, epoch = 2`,
    );
    await attacked.sql(RECOMPUTE);
    await attacked.log.append(Array.from({ length: 3 }, (_, number) => entryOf(number)));
    const kept = await attacked.verify({ checkpoints: [checkpoints[19]!] });
    expect(kept).toMatchObject({ outcome: 'intact', epoch: 2 });
    const { findings } = await attacked.verify({
      checkpoints: [checkpoints[19]!, checkpoints[21]!, checkpoints[39]!],
    });
    expect(findings.map(({ position }) => position)).toEqual([21, 24]);
    for (const { detail } of findings)
      expect(detail).toContain('by a restore or by somebody who made it look like one');
  });

  it('is seen by an account through the leaves of others, which tell nothing else', async () => {
    await appendAll();
    expect(await attacked.verify({}, 'acme')).toMatchObject({
      outcome: 'intact',
      rows: { entries: 32, hidden: 8 },
    });
    expect(await attacked.verify({}, 'other')).toMatchObject({
      outcome: 'intact',
      rows: { entries: 8, hidden: 32 },
    });
    await attacked.sql(`update log_entry set leaf = sha256('') where account = 'other' and position = 10`);
    expect((await attacked.verify({}, 'acme')).findings).toMatchObject([
      { position: 1, to: 40, differs: 'chain' },
    ]);
  });
});

/** Every fifth is another account’s. */
function entryOf(number: number) {
  const incidentId = `INC-${number % 11}`;
  const body = `{"incidentId":"${incidentId}","occurredAt":"2023-11-14T22:13:20Z","summary":"fact ${number}","type":"annotate"}`;
  return newEntry({ incidentId, body, account: number % 5 === 4 ? 'other' : 'acme' });
}

function behind(position: number): string {
  return `insert into log_entry select ${position}, epoch, account, gen_random_uuid(), incident_id, type, shard, shard_prev,
    occurred_ms, received_ms, recorded_ms, recorded_by, traceparent, origin_log, origin_epoch, origin_position, body,
    content_hash, salt, leaf from log_entry where position = 1`;
}

function swap(one: number, other: number): string {
  return `update log_entry set position = -1 where position = ${one};
    update log_entry set position = ${one} where position = ${other};
    update log_entry set position = ${other} where position = -1`;
}

function takeOut(position: number): string {
  return `delete from log_entry where position = ${position};
    update log_entry set position = -position where position > ${position};
    update log_entry set position = -position - 1 where position < 0;
    update log_head set position = position - 1`;
}

function insertBefore(position: number): string {
  return `update log_entry set position = -position where position >= ${position};
    update log_entry set position = -position + 1 where position < 0;
    update log_head set position = position + 1;
    ${behind(position)}`;
}

const RECOMPUTE_LEAVES = `
  update log_entry set content_hash = sha256(convert_to(body, 'UTF8'));
  update log_entry set leaf = sha256(salt || convert_to(account, 'UTF8') || '\\x00'::bytea || uuid_send(id)
    || int8send(recorded_ms) || content_hash)`;

/** What an attacker who knows everything does. */
const RECOMPUTE = `${RECOMPUTE_LEAVES};
  update log_entry e set shard_prev = coalesce(
    (select max(b.position) from log_entry b where b.shard = e.shard and b.position < e.position), 0);
  update log_entry e set recorded_ms = (select max(b.recorded_ms) from log_entry b where b.position <= e.position);
  ${RECOMPUTE_LEAVES};
  do $$
  declare row record; head bytea := decode(repeat('00', 32), 'hex');
  begin
    for row in select leaf from log_entry order by position loop head := sha256(head || row.leaf); end loop;
    update log_head set chain = head, shard_heads = array(
      select coalesce((select max(position) from log_entry where shard = s), 0) from generate_series(0, 7) s);
  end $$`;
