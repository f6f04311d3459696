import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ROUTING_KEY_SECRET_BYTES } from '@daybook/routing-keys';
import type { Stack } from '../state/stack.js';

/** The service whose events the local stack's own routing key brings. */
const localService = 'demo';

/** Makes the stack's secret for routing keys once. Returns the path of its file. */
export function ensureRoutingKeySecret(stack: Stack): string {
  const file = stack.path('routing-key-secret');
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(ROUTING_KEY_SECRET_BYTES).toString('hex')}\n`, { mode: 0o600 });
  return file;
}

/** The routing key of the person at this machine; another one when the database no longer knows it. */
export async function localRoutingKey(stack: Stack, commandUrl: string, token: string): Promise<string> {
  const file = stack.path('routing-key');
  const door = `${commandUrl}/v1/routing-keys`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  if (existsSync(file)) {
    const key = readFileSync(file, 'utf8').trim();
    const { routingKeys } = await ask<{ routingKeys: { id: string }[] }>(door, { headers });
    if (routingKeys.some(({ id }) => key.startsWith(id))) return key;
  }
  const body = JSON.stringify({ service: localService });
  const { key } = await ask<{ key: string }>(door, { method: 'POST', headers, body });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}

async function ask<Answer>(url: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
