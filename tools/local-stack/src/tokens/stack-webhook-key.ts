import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import type { Stack } from '../state/stack.js';

const KEY_BYTES = 32;

/** Makes the key once from which the secrets of the stack's webhooks are made. Returns the path of its file. */
export function ensureWebhookKey(stack: Stack): string {
  const file = stack.path('webhook-key');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600 });
  return file;
}
