import { mkdtempSync, rmSync, writeFileSync, mkdirSync, statSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profilesFile, writeProfiles } from '../profiles/profiles.js';
import { connect } from './connection.js';

const fallback = {
  variables: async () => ({
    DAYBOOK_COMMAND_URL: 'http://127.0.0.1:1',
    DAYBOOK_QUERY_URL: 'http://127.0.0.1:2',
    DAYBOOK_TOKEN: 'local',
  }),
  hint: 'start the local stack',
};
const prod = {
  commandUrl: 'https://daybook.test/write/',
  queryUrl: 'https://daybook.test/read',
  token: 'secret',
};
const all = ['commandUrl', 'queryUrl', 'token'] as const;

describe('which Daybook a command talks to', () => {
  const before = process.env['XDG_CONFIG_HOME'];
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'daybook-profiles-'));
    process.env['XDG_CONFIG_HOME'] = folder;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (before === undefined) delete process.env['XDG_CONFIG_HOME'];
    else process.env['XDG_CONFIG_HOME'] = before;
  });

  it('is what is given, without a look at anything else', async () => {
    const given = { commandUrl: 'http://127.0.0.1:9/', token: 'mine' };
    const unread = { ...fallback, variables: () => Promise.reject(new Error('was read')) };
    await expect(connect(given, ['commandUrl', 'token'], unread)).resolves.toStrictEqual({
      ...{ commandUrl: 'http://127.0.0.1:9', token: 'mine' },
    });
  });

  it('is the local stack where nothing is said, also with a token of its own', async () => {
    await expect(connect({}, all, fallback)).resolves.toMatchObject({ token: 'local' });
    await expect(connect({ token: 'mine' }, all, fallback)).resolves.toMatchObject({
      ...{ commandUrl: 'http://127.0.0.1:1', token: 'mine' },
    });
  });

  it('is a profile that is named, or the default one', async () => {
    await writeProfiles({ prod, default: { ...prod, token: 'other' } });
    await expect(connect({ profile: 'prod' }, all, fallback)).resolves.toStrictEqual({
      ...prod,
      commandUrl: 'https://daybook.test/write',
    });
    await expect(connect({}, ['token'], fallback)).resolves.toStrictEqual({ token: 'other' });
  });

  it('takes the token that a command prints', async () => {
    await writeProfiles({ prod: { commandUrl: prod.commandUrl, tokenCommand: 'printf "from a shell\\n"' } });
    await expect(connect({ profile: 'prod' }, ['token'], undefined)).resolves.toStrictEqual({
      token: 'from a shell',
    });
  });

  it('sends the token of a profile to no other address', async () => {
    await writeProfiles({ prod });
    const given = { profile: 'prod', commandUrl: 'http://127.0.0.1:9' };
    await expect(connect(given, ['commandUrl', 'token'], fallback)).rejects.toThrow(
      'http://127.0.0.1:9 is not of the profile prod: give --token (or DAYBOOK_TOKEN) as well.',
    );
    const same = { profile: 'prod', commandUrl: 'https://daybook.test/write' };
    await expect(connect(same, ['commandUrl', 'token'], fallback)).resolves.toMatchObject({
      token: 'secret',
    });
  });

  it('reads one system and writes to no other', async () => {
    await expect(connect({ commandUrl: 'http://127.0.0.1:9', token: 't' }, all, fallback)).rejects.toThrow(
      'http://127.0.0.1:9 is not of the local stack: give --query-url (or DAYBOOK_QUERY_URL) as well.',
    );
  });

  it('says what is missing, and what to do', async () => {
    const none = { variables: async () => ({}), hint: 'start the local stack' };
    await expect(connect({}, ['queryUrl', 'token'], none)).rejects.toThrow(
      'Which Daybook? Give --query-url (or DAYBOOK_QUERY_URL) and --token (or DAYBOOK_TOKEN), ' +
        'or a profile (`daybook profile add`), or start the local stack.',
    );
    await expect(connect({ profile: 'nope' }, ['token'], none)).rejects.toThrow(
      'has no profile nope; there is none',
    );
    await expect(connect({ commandUrl: 'nowhere' }, ['commandUrl'], none)).rejects.toThrow(
      '--command-url must be an address, e.g. http://127.0.0.1:3101, not nowhere',
    );
  });

  it('keeps tokens from others, and refuses a file that does not', async () => {
    await writeProfiles({ prod });
    expect(statSync(profilesFile()).mode & 0o777).toBe(0o600);
    chmodSync(profilesFile(), 0o644);
    await expect(connect({ profile: 'prod' }, ['token'], undefined)).rejects.toThrow('chmod 600');
  });

  it.each([
    ['{', 'is not JSON'],
    ['{"profiles":{"a":{"comandUrl":"x"}}}', 'profiles.a: Unrecognized key: "comandUrl"'],
    ['{"profiles":{"a":{"queryUrl":"ftp://x"}}}', 'profiles.a.queryUrl: must be an http or https address'],
    ['{"profiles":{"a":{"token":"x","tokenCommand":"y"}}}', 'profiles.a: has both token and tokenCommand'],
  ])('names what is wrong in %s', async (text, message) => {
    mkdirSync(join(folder, 'daybook'));
    writeFileSync(profilesFile(), text, { mode: 0o600 });
    await expect(connect({}, ['token'], fallback)).rejects.toThrow(message);
  });
});
