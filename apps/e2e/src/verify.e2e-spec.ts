import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  freshDatabase,
  freshVhost,
  signingKeyFile,
  startService,
  tokenAuthority,
  waitFor,
  type Database,
  type Service,
  type SigningKeyFile,
  type TokenAuthority,
  type Vhost,
} from '@daybook/test-servers';
import { entryIdMaker } from '@daybook/timeline-domain';

const bootstrap = resolve(import.meta.dirname, '../../../tools/bootstrap.mjs');
const makeId = entryIdMaker(() => Date.now());

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run verify` as a person would, without the local stack's addresses. */
function verify(...args: string[]): Promise<Outcome> {
  const {
    DAYBOOK_COMMAND_URL: _url,
    DAYBOOK_TOKEN: _token,
    DAYBOOK_CHECKPOINT_KEYS: _keys,
    ...env
  } = process.env;
  return new Promise((done) => {
    execFile(
      process.execPath,
      [bootstrap, 'verify', '--no-json', ...args],
      { env },
      (error, stdout, stderr) =>
        done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

describe('npm run verify', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-verify-'));
  let database: Database;
  let vhost: Vhost;
  let tokens: TokenAuthority;
  let key: SigningKeyFile;
  let service: Service;
  let token: string;
  let text: string;

  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  async function ask(path: string, init: RequestInit = {}): Promise<string> {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const response = await fetch(service.url + path, { ...init, headers });
    expect(response.ok).toBe(true);
    return response.text();
  }

  beforeAll(async () => {
    [database, vhost, tokens, key] = await Promise.all([
      freshDatabase(),
      freshVhost(),
      tokenAuthority(),
      signingKeyFile(),
    ]);
    token = await tokens.sign({ scopes: ['entries:write', 'entries:redact', 'log:read'] });
    service = await startService('command-service', {
      ...{ POSTGRES_URL: database.url, RABBITMQ_URL: vhost.url, TOKEN_JWKS_FILE: tokens.keySetFile },
      CHECKPOINT_KEY_FILE: key.file,
    });
    const ids = Array.from({ length: 50 }, () => makeId());
    const facts = ids.map((id) => ({ id, incidentId: 'INC-1', type: 'annotate', summary: `fact ${id}` }));
    const redaction = { incidentId: 'INC-1', type: 'redact', summary: 'why', details: { entryId: ids[9] } };
    await ask('/v1/entries', { method: 'POST', body: JSON.stringify([...facts, redaction]) });
    // Until its database is there, the service queues what it is sent.
    await waitFor(async () => JSON.parse(await ask('/v1/log/checkpoint')).position === 51, {
      what: 'the entries in the log',
      timeoutMs: 30_000,
    });
    text = await ask('/v1/log/export');
    file('keys', await ask('/v1/log/checkpoint-keys'));
    file('kept', await ask('/v1/log/checkpoint'));
  });

  afterAll(async () => {
    await service.stop();
    tokens.remove();
    key.remove();
    rmSync(folder, { recursive: true });
    await Promise.all([database.drop(), vhost.drop()]);
  });

  const keys = ['--keys', join(folder, 'keys')];
  const kept = ['--checkpoint', join(folder, 'kept')];

  it.each<[string, () => string[]]>([
    ['a log that is asked for', () => ['--url', service.url, '--token', token]],
    ['its rows', () => ['--postgres', database.url]],
    ['its export', () => [file('export', text)]],
    ['its export, gzipped', () => [file('export.gz', gzipSync(text))]],
  ])('finds nothing wrong with %s', async (_what, source) => {
    const { code, stdout } = await verify(...source(), ...keys, ...kept, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ outcome: 'intact', position: 51, rows: { entries: 50, redacted: 1 }, findings: [] },
      checkpoints: [{ holds: true }],
    });
  });

  it('asks the service for its keys where none are given, and says what that is worth', async () => {
    const { code, stdout, stderr } = await verify('--url', service.url, '--token', token, ...kept);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Intact — the log local, epoch 1, positions 1 to 51: 51 rows, of them 1 redacted\n/,
    );
    expect(stderr).toContain('The keys come from the service itself');
  });

  it('names the row of an export that was edited', async () => {
    const lines = text.split('\n');
    const edited = lines.with(20, lines[20]!.replace('fact', 'lie')).join('\n');
    const { code, stdout } = await verify(file('edited', edited));
    expect(code).toBe(1);
    expect(stdout).toContain(`first: position 20 (acme ${JSON.parse(lines[20]!).id}): content: `);
  });

  it('begins behind a checkpoint, and the chain goes on from there', async () => {
    await ask(`/v1/entries/${makeId()}`, {
      ...{ method: 'PUT', body: '{"incidentId":"INC-2","type":"annotate","summary":"later"}' },
    });
    const since = ['--since', join(folder, 'kept')];
    const { code, stdout } = await verify('--url', service.url, '--token', token, ...keys, ...since);
    expect(code).toBe(0);
    expect(stdout).toContain('positions 52 to 52: 1 rows');
  });

  it.each<[string, () => string[], string]>([
    ['there is no such file', () => [join(folder, 'none')], 'there is no such file'],
    ['it was cut off', () => [file('cut', text.slice(0, text.length / 2))], 'cut off behind position'],
    ['no keys are known', () => [file('export', text), ...kept], 'give --keys'],
  ])('could not check where %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await verify(...args());
    expect(stdout + stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('refuses a checkpoint that another key signed', async () => {
    const header = Buffer.from('{"alg":"EdDSA","typ":"daybook-checkpoint+json","kid":"x"}').toString(
      'base64url',
    );
    const forged = file('forged', `${header}.e30.AA`);
    const { code, stdout } = await verify(file('export', text), ...keys, '--checkpoint', forged);
    expect(code).toBe(1);
    expect(stdout).toContain('REFUSED, another key than those given signed it');
  });
});
