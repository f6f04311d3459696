import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigningKey } from '@daybook/access-tokens';

export interface SigningKeyFile {
  /** Holds a private Ed25519 JWK, for a service's CHECKPOINT_KEY_FILE. */
  readonly file: string;
  remove(): void;
}

/** A key of the test's own. */
export async function signingKeyFile(): Promise<SigningKeyFile> {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-key-'));
  const file = join(folder, 'key.json');
  writeFileSync(file, JSON.stringify(await createSigningKey()), { mode: 0o600 });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
