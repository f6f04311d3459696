import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitFor } from '@daybook/test-servers';
import { APPEND_ENTRY_V1, COMMAND_EXCHANGE, COMMAND_KEY } from '@daybook/timeline-contracts';
import { entryIdMaker } from '@daybook/timeline-domain';
import { daybookCommand, records, startDaybookCommand, type Ended } from './command-line.js';
import { startDaybook, type Daybook } from './daybook.js';

const makeId = entryIdMaker(() => Date.now());

describe('the daybook command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-command-'));
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  let daybook: Daybook;
  let env: Record<string, string>;

  beforeAll(async () => {
    daybook = await startDaybook({
      command: { ROUTING_KEY_SECRET_FILE: file('secret', 'ab'.repeat(32)) },
    });
    const scopes = ['entries:read', 'entries:write', 'log:read', 'admin'];
    env = {
      DAYBOOK_COMMAND_URL: daybook.command.url,
      DAYBOOK_QUERY_URL: daybook.query.url,
      DAYBOOK_TOKEN: await daybook.services.tokens.sign({ scopes }),
      XDG_CONFIG_HOME: folder,
    };
  });
  afterAll(async () => {
    await daybook.stop();
    rmSync(folder, { recursive: true });
  });

  const run = (...args: string[]): Promise<Ended> => startDaybookCommand(args, env).ended;
  /** So that a timeline of three entries is there to be read. */
  const tell = async (incident: string): Promise<string[]> => {
    const facts = ['trigger', 'acknowledge', 'annotate'].map((type, index) => ({
      ...{ id: makeId(), incidentId: incident, type, summary: `${type} of ${incident}`, service: 'shop' },
      occurredAt: `2026-03-01T09:${index}0:00Z`,
    }));
    const { body } = await daybook.send('POST', '/v1/entries', facts);
    expect(body).toMatchObject({ recorded: 3 });
    const last = facts.at(-1)!.id;
    expect((await daybook.read(`/v1/entries/${last}?includes=${last}`)).status).toBe(200);
    return facts.map(({ id }) => id);
  };

  it('adds an entry once, and names the field of one that is refused', async () => {
    const id = makeId();
    const args = ['add', 'INC-add', 'Checkout is', 'down', '--type', 'trigger', '--id', id, '--team', 'a'];
    const first = await run(...args, '--team', 'b', '--at', '2026-03-01T09:00:00Z', '--wait');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(records(first.stdout)).toMatchObject([{ id, status: 'recorded', duplicate: false }]);
    expect((await daybook.read(`/v1/entries/${id}`)).body).toMatchObject({
      ...{ summary: 'Checkout is down', type: 'trigger', channel: 'cli', teams: ['a', 'b'] },
      occurredAt: '2026-03-01T09:00:00.000Z',
    });
    const again = await run(...args, '--team', 'b', '--at', '2026-03-01T09:00:00Z', '--no-json');
    expect(again.stdout).toMatch(new RegExp(`^was recorded before on INC-add at local:1:\\d+: ${id}\n$`));
    const other = await run(...args);
    expect(other).toMatchObject({ code: 1, stdout: '' });
    expect(other.stderr).toContain('[content_conflict]');
    const refused = await startDaybookCommand(['add', 'INC-add', '-', '--type', 'x'.repeat(500)], env, 'text')
      .ended;
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^type: .* \[invalid_entry\]\n$/);
  }, 180_000);

  it('shows a timeline, to people and to programs', async () => {
    const ids = await tell('INC-show');
    const piped = await run('show', 'INC-show');
    expect(piped).toMatchObject({ code: 0, stderr: '' });
    expect(records(piped.stdout).map(({ id }) => id)).toStrictEqual(ids);
    const last = await run('show', 'INC-show', '--last', '1', '--no-json');
    expect(last.stdout).toContain(
      'earlier entries are left out\nSun 2026-03-01 UTC\n09:20:00     +20m ◆ annotate of INC-show\n',
    );
    const listed = await run('show', '--no-json', '--service', 'shop', '--last', '1');
    expect(listed.stdout).toMatch(/^STATUS .*\nacknowledged +INC-show +3 /);
    expect(await run('show', 'nowhere')).toMatchObject({ code: 1, stdout: '' });
  }, 180_000);

  it('finds entries by their words', async () => {
    const [, second] = await tell('INC-search');
    const found = await run('search', 'ACKN', 'inc-search');
    expect(records(found.stdout).map(({ id }) => id)).toStrictEqual([second]);
    expect(await run('search', 'nobodysaidthis')).toMatchObject({ code: 1, stdout: '' });
  }, 180_000);

  it('follows an incident over a restart, until Ctrl-C', async () => {
    await tell('INC-tail');
    const tail = startDaybookCommand(['tail', 'INC-tail', '-n', '2'], env);
    const summaries = () => records(tail.stdout()).map(({ summary }) => summary);
    const add = (summary: string) =>
      daybook.send('PUT', `/v1/entries/${makeId()}`, { incidentId: 'INC-tail', type: 'annotate', summary });
    const until = (count: number) =>
      waitFor(() => summaries().length === count || undefined, { what: `${count} lines`, timeoutMs: 30_000 });
    await until(2);
    await add('live');
    await until(3);
    await daybook.query.restart();
    await add('after the restart');
    await until(4);
    expect(summaries().slice(1)).toStrictEqual(['annotate of INC-tail', 'live', 'after the restart']);
    tail.child.kill('SIGINT');
    const { stderr } = await tail.ended;
    expect(stderr).toMatch(/^The stream is interrupted \(.*\): trying again in .*\nThe stream goes on.\n$/);
    expect(tail.child.signalCode).toBe('SIGINT');
  }, 180_000);

  it('exports an incident, which the log proves', async () => {
    await tell('INC-export');
    const target = join(folder, 'export.json');
    expect(await run('export', 'INC-export', '--output', target)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({ format: 'daybook-incident-export' });
    const verified = await run('verify', '--incident', target);
    expect(verified.code).toBe(0);
    expect(records(verified.stdout)).toMatchObject([
      { outcome: 'intact', incidents: [{ outcome: 'intact' }] },
    ]);
    const markdown = await run('export', 'INC-export', '--format', 'markdown', '--zone', 'Asia/Tokyo');
    expect(markdown.stdout).toContain('Asia/Tokyo');
    expect(await run('export', 'nowhere', '--output', target)).toMatchObject({ code: 1 });
  }, 180_000);

  it('counts incidents', async () => {
    await tell('INC-stats');
    const { code, stdout } = await run(
      'stats',
      '--since',
      '2026-03-01',
      '--until',
      '2026-03-02',
      '--service',
      'shop',
    );
    const [group, total] = records(stdout);
    expect({ code, group, total }).toMatchObject({
      code: 0,
      group: { by: 'service', key: 'shop', timeToAcknowledge: { median: 600_000 } },
      total: { by: 'total' },
    });
  }, 180_000);

  it('makes, lists and revokes routing keys', async () => {
    const { stdout } = await run('routing-key', 'create', '--service', 'checkout');
    expect(stdout).toMatch(/^[0-9a-f]{32}\n$/);
    const id = stdout.slice(0, 16);
    expect(await run('routing-key', 'revoke', stdout.trim())).toMatchObject({ code: 0 });
    const listed = await run('routing-key', 'list');
    expect(records(listed.stdout)).toMatchObject([
      { id, service: 'checkout', revokedAt: expect.any(String) },
    ]);
  }, 180_000);

  it('lists, shows, replays and drops dead letters', async () => {
    const account = decodeURIComponent(new URL(daybook.services.rabbitmqUrl).username);
    const admin = {
      ...env,
      DAYBOOK_TOKEN: await daybook.services.tokens.sign({ account, scopes: ['admin', 'entries:write'] }),
    };
    const ofAccount = (...args: string[]) => startDaybookCommand(['dead-letters', ...args], admin).ended;
    await publishCommand(daybook.services.rabbitmqUrl, account, {
      id: makeId(),
      incidentId: 'INC-dead',
      type: '\u001b[2J',
      summary: 'x',
    });
    await waitFor(async () => (await ofAccount('list')).stdout !== '' || undefined, {
      ...{ what: 'a dead letter', timeoutMs: 30_000 },
    });
    const [letter] = records((await ofAccount('list')).stdout);
    const id = letter!['id'] as string;
    expect(letter).toMatchObject({ code: 'invalid_entry', recordedBy: `rabbitmq:${account}` });
    expect((await ofAccount('show', id, '--no-json')).stdout).toMatch(
      /^id: .*\n(.*\n)*code: invalid_entry\n/,
    );
    const replayed = await ofAccount('replay', '--all');
    expect(replayed).toMatchObject({ code: 1, stdout: '' });
    expect(replayed.stderr).toContain(`${id}: type: `);
    expect(records((await ofAccount('drop', id)).stdout)).toStrictEqual([{ deadLetter: id, dropped: true }]);
    expect(await ofAccount('list')).toMatchObject({ code: 0, stdout: '' });
    expect(await ofAccount('drop')).toMatchObject({ code: 2 });
  }, 180_000);

  it('checks the read model', async () => {
    const { mongodbUrl, tokens } = daybook.services;
    const feedToken = await tokens.sign({ account: '*', scopes: ['log:read'] });
    const servers = ['--mongodb', mongodbUrl, '--url', daybook.command.url, '--token', feedToken];
    const checked = await run('projections', 'check', ...servers);
    expect(checked.code).toBe(0);
    expect(records(checked.stdout)).toMatchObject([{ generation: 1, differences: {} }]);
    const half = await run('projections', 'check', '--mongodb', mongodbUrl);
    expect(half).toMatchObject({ code: 2, stdout: '' });
    expect(half.stderr).toContain('give --command-url and --token as well');
  }, 180_000);

  it('says what is wrong, and what to do', async () => {
    const well = await run('doctor');
    expect(records(well.stdout).filter(({ state }) => state === 'wrong')).toStrictEqual([]);
    expect(records(well.stdout).map(({ about }) => about)).toEqual(
      expect.arrayContaining([
        'command-service',
        'PostgreSQL',
        'RabbitMQ',
        'MongoDB',
        'token',
        'log',
        'read model',
      ]),
    );
    expect(well.code).toBe(0);
    await daybook.query.stop();
    const ill = await run('doctor');
    await daybook.query.restart();
    expect(ill.code).toBe(1);
    expect(records(ill.stdout)).toContainEqual({
      ...{ about: 'query-service', state: 'wrong', says: expect.stringContaining('ECONNREFUSED') },
      advice: expect.stringContaining('Start it'),
    });
  }, 180_000);

  it('knows several Daybooks by name', async () => {
    const { DAYBOOK_COMMAND_URL, DAYBOOK_QUERY_URL, DAYBOOK_TOKEN, ...bare } = env;
    const add = [
      'profile',
      'add',
      'shop',
      '--command-url',
      DAYBOOK_COMMAND_URL!,
      '--query-url',
      DAYBOOK_QUERY_URL!,
    ];
    expect(
      await startDaybookCommand([...add, '--token-stdin'], bare, `${DAYBOOK_TOKEN}\n`).ended,
    ).toMatchObject({
      ...{ code: 0, stdout: '' },
    });
    const listed = await startDaybookCommand(['profile', 'list'], bare).ended;
    expect(records(listed.stdout)).toMatchObject([{ name: 'shop', token: 'in the file' }]);
    const shown = await startDaybookCommand(['--profile', 'shop', 'show', 'INC-show', '--last', '1'], bare)
      .ended;
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(records(shown.stdout)).toHaveLength(1);
    const unknown = await startDaybookCommand(['show', '--profile', 'nope'], bare).ended;
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
  }, 180_000);

  it('ends quietly when whoever reads has seen enough', async () => {
    const entries = Array.from({ length: 900 }, () => ({
      incidentId: 'INC-long',
      type: 'annotate',
      summary: 'x'.repeat(500),
    }));
    await daybook.send('POST', '/v1/entries', entries);
    await waitFor(
      async () => (await daybook.read('/v1/incidents/INC-long/timeline?limit=1')).status === 200 || undefined,
      {
        ...{ what: 'the incident', timeoutMs: 30_000 },
      },
    );
    const line = `set -o pipefail; ${quoted(daybookCommand)} show INC-long | head -1`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line], {
      env: { ...process.env, ...env },
    });
    expect(records(stdout)).toHaveLength(1);
    expect(stderr).toBe('');
  }, 180_000);

  it('refuses what it is not called for, and never shows the token', async () => {
    expect(await run('show', '--limitt')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('import', 'none.ndjson')).toMatchObject({ code: 2, stdout: '' });
    const help = await run('import', '--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('DAYBOOK_TOKEN');
    expect(help.stdout).not.toContain(env['DAYBOOK_TOKEN']);
  }, 180_000);

  it('completes commands and options in bash', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'daybook'), `#!/bin/sh\nexec ${quoted(daybookCommand)} "$@"\n`, { mode: 0o755 });
    const script = `eval "$(daybook completion bash)"; eval "$(daybook completion bash)"
      compopt() { :; } # works within a completion alone
      complete_line() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); COMPREPLY=(); __daybook_complete; printf '%s\\n' "\${COMPREPLY[@]}"; }
      complete_line daybook dead-letters re
      complete_line daybook export x --format ""`;
    const path = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
    const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-c', script], { env: path });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^replay\b/);
    expect(stdout).toContain('markdown');
  }, 180_000);
});

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}

/** As an integrator's program, whose RabbitMQ user is the account. */
async function publishCommand(rabbitmqUrl: string, user: string, data: object): Promise<void> {
  const management = new URL(process.env['RABBITMQ_MANAGEMENT_URL']!);
  const credentials = `${decodeURIComponent(management.username)}:${decodeURIComponent(management.password)}`;
  const message = {
    specversion: '1.0',
    id: makeId(),
    source: '/bot',
    type: APPEND_ENTRY_V1,
    time: new Date().toISOString(),
    data,
  };
  const vhost = new URL(rabbitmqUrl).pathname.slice(1);
  const response = await fetch(`${management.origin}/api/exchanges/${vhost}/${COMMAND_EXCHANGE}/publish`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: JSON.stringify({
      ...{ properties: { user_id: user, delivery_mode: 2 }, routing_key: COMMAND_KEY },
      ...{ payload: JSON.stringify(message), payload_encoding: 'string' },
    }),
  });
  expect(await response.json()).toStrictEqual({ routed: true });
}
