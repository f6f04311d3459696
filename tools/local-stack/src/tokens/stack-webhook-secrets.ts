import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Stack } from '../state/stack.js';
import { localAccount } from './stack-tokens.js';

/** As long as those that PagerDuty makes. */
const SECRET_BYTES = 48;

/** Makes the secret of the stack's account for PagerDuty's webhooks once. Returns the path of the file. */
export function ensureWebhookSecrets(stack: Stack): string {
  const file = stack.path('pagerduty-webhook-secrets.json');
  const made = { [localAccount]: [randomBytes(SECRET_BYTES).toString('base64')] };
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return file;
}

/** By which the person at this machine signs what PagerDuty would send; undefined where it was taken out of the file. */
export function localWebhookSecret(stack: Stack): string | undefined {
  const byAccount = JSON.parse(readFileSync(ensureWebhookSecrets(stack), 'utf8')) as Record<string, string[]>;
  return byAccount[localAccount]?.[0];
}
