import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { incidentExportSchema, type IncidentExport } from '@daybook/timeline-contracts';
import { entryIdMaker } from '@daybook/timeline-domain';
import { startDaybook, type Daybook } from './daybook.js';

const bootstrap = resolve(import.meta.dirname, '../../../tools/bootstrap.mjs');
const makeId = entryIdMaker(Date.now);

describe('an incident’s export', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-export-'));
  let daybook: Daybook;
  let exported: IncidentExport;

  beforeAll(async () => {
    daybook = await startDaybook();
    const fact = (summary: string, more: object = {}) => ({
      ...{ id: makeId(), incidentId: 'story', type: 'annotate', summary },
      ...more,
    });
    const facts = [
      fact('Checkout is down', { type: 'trigger', details: { $a: { 'b.c': 1e21, __proto__x: [null] } } }),
      fact('a secret'),
      fact('| odd | \u2028 "text" 🙂', { occurredAt: '2026-03-01T10:00:00+01:00', lateMs: 'sent' }),
      fact('of another incident', { incidentId: 'other' }),
      fact('wrong name'),
    ];
    const [first, second, , , last] = facts;
    const amendments = [
      fact('why', {
        type: 'revise',
        details: { entryId: first!.id, changes: { summary: 'Checkout is slow' } },
      }),
      fact('why', {
        type: 'revise',
        details: { entryId: last!.id, changes: { occurredAt: '2026-03-01T12:00:00Z' } },
      }),
      fact('a password', { type: 'redact', details: { entryId: second!.id } }),
    ];
    await daybook.send('POST', '/v1/entries', facts);
    await daybook.send('POST', '/v1/entries', amendments);
    // An export proves what is up to its watermark, and that waits for the other incident's shard as well.
    const whole = `local:1:${facts.length + amendments.length}`;
    expect((await daybook.read(`/v1/entries?limit=1&after=${whole}`)).status).toBe(200);
    exported = incidentExportSchema.parse(
      (await daybook.read('/v1/incidents/story/export?format=json&zone=Asia/Tokyo')).body,
    );
    expect(exported.watermark).toBe(whole);
  });

  afterAll(async () => {
    await daybook.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs `npm run verify` as a person would. */
  function verify(incident: IncidentExport): Promise<{ code: number; stdout: string }> {
    const file = join(folder, 'story.json');
    writeFileSync(file, JSON.stringify(incident));
    const args = [
      'verify',
      '--no-json',
      '--url',
      daybook.command.url,
      '--token',
      daybook.token,
      '--incident',
      file,
    ];
    return new Promise((done) => {
      execFile(process.execPath, [bootstrap, ...args], (error, stdout) =>
        done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout }),
      );
    });
  }

  it('is proven by the log, revisions and redactions as well', async () => {
    expect(exported.entries).toHaveLength(7);
    const { code, stdout } = await verify(exported);
    expect(stdout).toContain('story.json: 7 entries are as in the log, and none is left out\n');
    expect(code).toBe(0);
  });

  it('is found out where it was edited', async () => {
    const entries = exported.entries.map((entry) =>
      entry.type === 'trigger' ? { ...entry, summary: 'Checkout was fine' } : entry,
    );
    const { code, stdout } = await verify({ ...exported, entries: entries.slice(0, -1) });
    expect(stdout).toMatch(/^Intact — the log local/);
    expect(stdout).toContain('story.json: NOT AS IN THE LOG\n');
    expect(stdout).toContain('summary is not what the log says\n');
    expect(stdout).toContain('it is not there\n');
    expect(code).toBe(1);
  });
});
