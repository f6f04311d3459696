import { logUnderAttack, type LogUnderAttack } from '../../test/log-under-attack.js';
import { newEntry } from '../append-entry/entry-log.contract.js';
import type { NewEntry } from '../append-entry/entry-log.js';

/** An amendment with the content that its columns stand for. */
function about(amends: string, type: 'redact' | 'revise', change: Partial<NewEntry> = {}): NewEntry {
  const changes = type === 'revise' ? ',"changes":{"summary":"else"}' : '';
  const body = `{"details":{${changes && `${changes.slice(1)},`}"entryId":"${amends}"},"incidentId":"INC-1","summary":"why","type":"${type}"}`;
  const occurredAt = new Date(1_700_000_000_000).toISOString();
  return newEntry({ type, amends, body: `${body.slice(0, -1)},"occurredAt":"${occurredAt}"}`, ...change });
}

function fact(change: Partial<NewEntry> = {}): NewEntry {
  const body =
    '{"incidentId":"INC-1","occurredAt":"2023-11-14T22:13:20Z","summary":"secret","type":"annotate"}';
  return newEntry({ body, ...change });
}

describe('a log with redactions', () => {
  let attacked: LogUnderAttack;
  const entries = Array.from({ length: 3 }, () => fact());
  const revision = about(entries[1]!.id, 'revise');
  const late = fact();

  // 1 and 2: facts, 3: revision of 2, 4: fact, 5: redacts 2, 6: redacts 8, 7: redacts 2 again, 8: late and blank
  beforeEach(async () => {
    attacked = await logUnderAttack();
    await attacked.log.append([entries[0]!, entries[1]!, revision, entries[2]!]);
    await attacked.log.append([about(entries[1]!.id, 'redact'), about(late.id, 'redact')]);
    await attacked.log.append([about(entries[1]!.id, 'redact')]);
    await attacked.log.append([late]);
  });
  afterEach(() => attacked.close());

  it('verifies: what it has blanked is accounted for', async () => {
    expect(await attacked.verify()).toMatchObject({
      ...{ outcome: 'intact', position: 8, findings: [] },
      rows: { entries: 5, redacted: 3, hidden: 0 },
    });
    expect(await attacked.verify({}, 'acme')).toMatchObject({ outcome: 'intact', rows: { redacted: 3 } });
    expect(await attacked.verify({}, 'other')).toMatchObject({ outcome: 'intact', rows: { hidden: 8 } });
  });

  it('still has the chain that it had before', async () => {
    const checkpoint = await attacked.checkpoint();
    await attacked.log.append([about(entries[2]!.id, 'redact')]);
    const report = await attacked.verify({ checkpoints: [checkpoint] });
    expect(report).toMatchObject({ outcome: 'intact', rows: { redacted: 4 } });
    expect(report.checkpoints).toMatchObject([{ holds: true }]);
  });

  it.each<[string, string, { position: number; detail?: unknown; differs?: string }]>([
    [
      'an entry blanked without one',
      `update log_entry set body = null, salt = null, content_hash = null where position = 4`,
      { position: 4, detail: expect.stringContaining('no redaction') },
    ],
    [
      'an entry blanked under a ledger item without an entry',
      `update log_entry set body = null, salt = null, content_hash = null where position = 4;
       insert into redaction select account, id, gen_random_uuid(), 5 from log_entry where position = 4`,
      { position: 4, detail: expect.stringContaining('no redaction') },
    ],
    [
      'a ledger item that names another entry than its redaction',
      `update redaction set entry_id = (select id from log_entry where position = 4) where position = 5`,
      { position: 2, detail: expect.stringContaining('no redaction') },
    ],
    [
      'a redaction taken from the ledger',
      `delete from redaction where position = 5`,
      { position: 2, detail: expect.stringContaining('no redaction') },
    ],
    [
      'a ledger that was emptied',
      `delete from redaction`,
      { position: 2, detail: expect.stringContaining('no redaction') },
    ],
    [
      'a redaction’s own entry blanked',
      `update log_entry set body = null, salt = null, content_hash = null where position = 6`,
      { position: 6, detail: expect.stringContaining('the ledger says') },
    ],
    [
      'a redaction’s own entry made to name another',
      `update log_entry set amends_id = (select id from log_entry where position = 4) where position = 5`,
      { position: 2 },
    ],
    [
      'content that came back',
      `update log_entry set body = 'x' where position = 2`,
      { position: 2, differs: 'content' },
    ],
  ])('shows %s', async (_what, attack, expected) => {
    await attacked.sql(attack);
    const { outcome, findings } = await attacked.verify();
    expect(outcome).toBe('tampered');
    expect(findings[0]).toMatchObject({
      account: 'acme',
      id: await attacked.idAt(expected.position),
      ...expected,
    });
  });

  it('shows content that came back whole, by the ledger', async () => {
    await attacked.sql(`create table kept as select * from log_entry where position = 4`);
    await attacked.log.append([about(entries[2]!.id, 'redact')]);
    expect(await attacked.verify()).toMatchObject({ outcome: 'intact' });
    await attacked.sql(`update log_entry set body = kept.body, salt = kept.salt, content_hash = kept.content_hash
      from kept where log_entry.position = kept.position`);
    const { findings } = await attacked.verify();
    expect(findings).toMatchObject([{ position: 4, differs: 'redaction', account: 'acme' }]);
  });

  it('is exported whole while it is redacted', async () => {
    const { log } = attacked;
    await log.append(Array.from({ length: 2_500 }, () => fact()));
    const ids = await attacked.sql<{ id: string }>(
      `select id from log_entry where type = 'annotate' and body is not null`,
    );
    const redacting = (async () => {
      for (let from = 0; from < ids.length; from += 100)
        await log.append(ids.slice(from, from + 100).map(({ id }) => about(id, 'redact')));
    })();
    const reports = [];
    let over = false;
    void redacting.finally(() => (over = true));
    do reports.push(await attacked.verify());
    while (!over);
    await redacting;
    for (const { findings } of reports) expect(findings).toEqual([]);
    expect(await attacked.verify()).toMatchObject({ outcome: 'intact', rows: { redacted: ids.length + 3 } });
  });
});
