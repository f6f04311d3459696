import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createSigningKey, publicKeySet } from '@daybook/access-tokens';
import type { Stack } from '../state/stack.js';

/** Makes the key that signs checkpoints once, and its public half for whoever checks. Returns the path of the private one. */
export async function ensureCheckpointKey(stack: Stack): Promise<string> {
  const file = stack.path('checkpoint-key.json');
  if (!existsSync(file)) {
    writeFileSync(file, JSON.stringify(await createSigningKey()), { mode: 0o600 });
  }
  writeFileSync(
    checkpointKeySetFile(stack),
    JSON.stringify(publicKeySet(JSON.parse(readFileSync(file, 'utf8')))),
  );
  return file;
}

/** Where the public half lies. */
export function checkpointKeySetFile(stack: Stack): string {
  return stack.path('checkpoint-key-set.json');
}
