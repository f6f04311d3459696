import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { WebhookSecrets } from './webhook-secrets.js';

const OLD = 'old-secret-of-acme-0123456789';
const NEW = 'new-secret-of-acme-0123456789';
const OTHER = 'secret-of-other-0123456789';
const body = Buffer.from('{"event":{"summary":"Größe"}}');
const sign = (secret: string, signed = body) =>
  `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`;

describe('the secrets of webhooks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-webhooks-'));
  const file = join(folder, 'secrets.json');
  afterAll(() => rmSync(folder, { recursive: true }));
  const load = (text: string) => {
    writeFileSync(file, text);
    return new WebhookSecrets({ pagerDutyWebhookSecretsFile: file } as Config);
  };
  const secrets = load(JSON.stringify({ acme: [OLD, NEW], other: [OTHER] }));

  it.each<[string, string, boolean]>([
    ['a signature', sign(OLD), true],
    ['that of another secret of the account', sign(NEW), true],
    ['one of several', `${sign('unknown')},${sign(NEW)}`, true],
    ['one of several with blanks', `${sign('unknown')}, ${sign(NEW)}`, true],
    ['one in capital letters', sign(OLD).toUpperCase().replace('V1', 'v1'), true],
    ['none', '', false],
    ['one of an unknown secret', sign('unknown'), false],
    ['one of another account', sign(OTHER), false],
    ['one of another body', sign(OLD, Buffer.from('{}')), false],
    ['one of another version', sign(OLD).replace('v1', 'v2'), false],
    ['a part of one', sign(OLD).slice(0, -2), false],
    ['what is none', 'v1=,,=,v1', false],
  ])('believe %s: %#', (_what, header, believed) => {
    expect(secrets.verify('acme', body, header)).toBe(believed);
  });

  it('believe nothing for an account without any, nor where there are none', () => {
    expect(secrets.verify('constructor', body, sign(OLD))).toBe(false);
    expect(new WebhookSecrets({} as Config).verify('acme', body, sign(OLD))).toBe(false);
  });

  it.each([
    ['{"acme": "not-a-list-of-secrets"}', 'acme'],
    ['{"acme": ["tooshort"]}', '16 characters'],
    ['{"acme": []}', 'acme'],
    ['{"*": ["0123456789abcdef"]}', '*'],
    ['["nothing-by-account"]', 'an object of accounts'],
    ['{"acme": ["unfinished-secret', 'is no JSON'],
  ])('of a file that holds %s are refused by the setting’s name, without telling any', (text, why) => {
    const message = messageOf(() => load(text));
    expect(message).toContain(`PAGERDUTY_WEBHOOK_SECRETS_FILE ${file}`);
    expect(message).toContain(why);
    expect(message).not.toMatch(/secret-|tooshort|not-a-list|nothing-by/);
  });

  it('of a file that is not there are refused', () => {
    const missing = { pagerDutyWebhookSecretsFile: join(folder, 'missing') } as Config;
    expect(messageOf(() => new WebhookSecrets(missing))).toContain('PAGERDUTY_WEBHOOK_SECRETS_FILE');
  });
});

function messageOf(failing: () => unknown): string {
  try {
    failing();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}
