import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gzipSync } from 'node:zlib';
import { waitFor } from '@daybook/test-servers';
import { feedPageSchema } from '@daybook/timeline-contracts';
import { startDaybook, type Daybook } from './daybook.js';

const workspace = resolve(import.meta.dirname, '../../..');
/** A folder with public incident logs, which is no part of the repository. */
const data = process.env['DAYBOOK_DATA'] ?? resolve(workspace, '../shared/data');
const LINES_OF_A_LOG = 500;

interface SourceLine {
  readonly seq: number;
  readonly incident: string;
  readonly at: string;
  readonly raw: object;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('npm run import with a mapping', () => {
  let daybook: Daybook;
  let folder: string;

  beforeAll(async () => {
    daybook = await startDaybook();
    folder = await mkdtemp(join(tmpdir(), 'daybook-import-'));
  });
  afterAll(async () => {
    await daybook.stop();
    await rm(folder, { recursive: true });
  });

  function startImport(...args: string[]): Promise<Ended> {
    const child = spawn(process.execPath, ['tools/bootstrap.mjs', 'import', '--no-json', ...args], {
      cwd: workspace,
      env: { ...process.env, DAYBOOK_COMMAND_URL: daybook.command.url, DAYBOOK_TOKEN: daybook.token },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    return once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  }
  async function isRecorded(position: number): Promise<boolean> {
    const response = await fetch(`${daybook.command.url}/v1/log?after=${position - 1}&limit=1`, {
      headers: { Authorization: `Bearer ${daybook.token}` },
    });
    return feedPageSchema.parse(await response.json()).entries.length > 0;
  }
  const mapping = (name: string) => ['--map', `samples/mappings/${name}.json`];

  async function write(name: string, content: string | Buffer): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  /** Each line is an entry of its incident's timeline, by time and, at one time, in the order of the source. */
  async function expectTimelines(lines: readonly SourceLine[]): Promise<void> {
    const position = (await daybook.readLog()).length;
    await waitFor(
      async () => (await daybook.read(`/v1/incidents?after=local:1:${position}`)).status === 200,
      {
        what: `position ${position} to be readable`,
        timeoutMs: 60_000,
      },
    );
    for (const incident of new Set(lines.map((line) => line.incident))) {
      const sent = lines.filter((line) => line.incident === incident);
      const timeline = await daybook.readTimeline(incident);
      const ordered = sent.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
      expect(timeline.map(({ details }) => details)).toMatchObject(
        ordered.map(({ seq, raw }) => ({ seq, raw })),
      );
    }
  }

  it('loads a file, its duplicates and ties, once, however often it is cut off and loaded', async () => {
    const lines = incidentLog('GEN', 400);
    const whole = gzipSync(ndjson(lines));
    const file = await write('log.ndjson.gz', whole.subarray(0, whole.length / 2));
    const first = await startImport(...mapping('uci498'), file);
    const [, taken] = /(\d+) recorded, 0 known, \d rejected/.exec(first.stdout)!;
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/can't be read behind line \d+: unexpected end of file/);
    expect(Number(taken)).toBeGreaterThan(50);

    await write('log.ndjson.gz', whole);
    const second = await startImport(...mapping('uci498'), file);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toContain(`${400 - Number(taken)} recorded, ${taken} known, 0 rejected`);

    const third = await startImport(...mapping('uci498'), file);
    expect(third.stdout).toContain('0 recorded, 400 known, 0 rejected');
    await expectTimelines(lines);
  }, 180_000);

  it('goes on where the command-service was killed', async () => {
    const lines = incidentLog('KILL', 12_000);
    const file = await write('kill.ndjson', ndjson(lines));
    const before = (await daybook.readLog()).length;
    const running = startImport(...mapping('uci498'), file);
    await waitFor(() => isRecorded(before + 1), { what: 'the first of the file', timeoutMs: 60_000 });
    await daybook.command.kill('SIGKILL');
    await daybook.command.restart();

    const { code, stdout, stderr } = await running;
    expect(stderr).toMatch(/takes no entries \(.+\): trying again for up to 300 s\n.* takes entries again\n/);
    expect(code).toBe(0);
    const [, recorded, known] = /(\d+) recorded, (\d+) known, 0 rejected/.exec(stdout)!;
    expect(Number(recorded) + Number(known)).toBe(12_000);
    expect((await daybook.readLog()).length).toBe(before + 12_000);
  }, 180_000);

  it('says from which line to go on when it gives up', async () => {
    const file = await write('stopped.ndjson', ndjson(incidentLog('STOP', 10)));
    await daybook.command.stop();
    const given = await startImport(...mapping('uci498'), '--patience', '1', '--from-line', '4', file);
    await daybook.command.restart();
    expect(given.code).toBe(2);
    expect(given.stderr).toMatch(/stopped at line 4: .* has taken nothing for 1 s: .*--from-line 4/);
    expect((await startImport(...mapping('uci498'), '--from-line', '4', file)).stdout).toContain(
      '7 recorded',
    );
    expect((await startImport(...mapping('uci498'), file)).stdout).toContain('3 recorded, 7 known');
  }, 180_000);

  it('loads all but the lines that are wrong, and names them', async () => {
    const [one, two, ...others] = incidentLog('BAD', 20);
    const wrong = [{ ...one, at: 'yesterday' }, { ...two, incident: null }, ...others].map((line) =>
      JSON.stringify(line),
    );
    const file = await write('bad.ndjson', ['{', ...wrong].join('\n'));
    const { code, stdout, stderr } = await startImport(...mapping('uci498'), file);
    expect(code).toBe(1);
    expect(stdout).toContain('18 recorded, 0 known, 3 rejected');
    expect(stderr).toContain(`${file}:1: `);
    expect(stderr).toContain(`${file}:2: occurredAt: must be an RFC 3339 time`);
    expect(stderr).toContain(`${file}:3: incidentId: the line lacks /incident`);
  }, 180_000);

  it('prints what it would send, and sends nothing', async () => {
    const file = await write('dry.ndjson', ndjson(incidentLog('DRY', 50)));
    const { code, stdout } = await startImport(...mapping('uci498'), '--dry-run', file);
    expect(code).toBe(0);
    const entries = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { incidentId: string });
    expect(entries).toHaveLength(50);
    expect((await daybook.read('/v1/incidents/DRY-0/timeline')).status).toBe(404);
  }, 180_000);

  const logs = [
    ['uci498', 'uci498_incidents.ndjson.gz'],
    ['bpic2013', 'bpic2013_incidents.ndjson.gz'],
    ['github-status', 'github_status_timelines.ndjson.gz'],
  ] as const;
  // Where there is no such folder these are reported as skipped.
  (existsSync(data) ? it : it.skip).each(logs)(
    'loads the public log %s twice, the second time nothing',
    async (name, log) => {
      const lines = await firstLines(join(data, log), LINES_OF_A_LOG);
      const file = await write(`${name}.ndjson`, ndjson(lines));
      const first = await startImport(...mapping(name), file);
      expect(first).toMatchObject({ code: 0, stderr: '' });
      expect(first.stdout).toContain(`${LINES_OF_A_LOG} recorded, 0 known, 0 rejected`);
      const second = await startImport(...mapping(name), file);
      expect(second.stdout).toContain(`0 recorded, ${LINES_OF_A_LOG} known, 0 rejected`);
      await expectTimelines(lines);
    },
    120_000,
  );
});

/** Grouped by incident, so that time goes back; every third line has the time of the one before; the last line repeats the one before it. */
function incidentLog(name: string, count: number): SourceLine[] {
  return Array.from({ length: count }, (_, place) => {
    const step = place % 20;
    const shown = step === 19 ? 18 : step;
    const minute = String(Math.floor((shown * 2) / 3)).padStart(2, '0');
    return {
      seq: place - step + shown,
      incident: `${name}-${Math.floor(place / 20)}`,
      at: `2016-02-29T01:${minute}:00Z`,
      type: step === 0 ? 'trigger' : 'annotate',
      agent: `Updated by ${shown}`,
      service: 'Category 55 / Subcategory 170',
      channel: 'Phone',
      text: `step ${shown}`,
      raw: { impact: '2 - Medium', 'a.b': [null, { $set: shown }] },
    };
  });
}

function ndjson(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function firstLines(file: string, count: number): Promise<SourceLine[]> {
  const lines: SourceLine[] = [];
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    lines.push(JSON.parse(line) as SourceLine);
    if (lines.length === count) break;
  }
  return lines;
}
