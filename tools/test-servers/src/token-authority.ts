import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigningKey, publicKeySet, signToken, type TokenRequest } from '@daybook/access-tokens';

export interface TokenAuthority {
  /** For a service's TOKEN_JWKS_FILE. */
  readonly keySetFile: string;
  /** A token of this authority: account `acme`, may read and write entries, lives an hour, unless told otherwise. */
  sign(request?: Partial<TokenRequest>): Promise<string>;
  remove(): void;
}

/** A signing key of the test's own, with its public key set in a file. */
export async function tokenAuthority(): Promise<TokenAuthority> {
  const key = await createSigningKey();
  const folder = mkdtempSync(join(tmpdir(), 'daybook-tokens-'));
  const keySetFile = join(folder, 'jwks.json');
  writeFileSync(keySetFile, JSON.stringify(publicKeySet(key)));
  const usual: TokenRequest = {
    account: 'acme',
    subject: 'tester',
    scopes: ['entries:read', 'entries:write'],
    expiresInSeconds: 3_600,
  };
  return {
    keySetFile,
    sign: (request) => signToken(key, { ...usual, ...request }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
