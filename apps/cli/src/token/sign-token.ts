import { readFile } from 'node:fs/promises';
import { signToken } from '@daybook/access-tokens';
import type { JWK } from 'jose';
import type { Fallback } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import { jsonLine } from '../terminal/output.js';
import { secondsOf } from './lifetime.js';

export interface TokenOptions {
  readonly account: string;
  readonly subject: string;
  readonly scopes: string;
  readonly expires: string;
  readonly keyFile?: string;
}

/** Prints the bare token, and a record only where that is asked for: what reads a token is most often a shell. */
export async function printToken(
  { account, subject, scopes, expires, keyFile, json }: TokenOptions & GlobalOptions,
  fallback: Fallback | undefined,
): Promise<void> {
  const key = await signingKey(keyFile, fallback);
  const expiresInSeconds = secondsOf(expires);
  const asked = scopes.split(',').map((scope) => scope.trim());
  const token = await signToken(key, { account, subject, scopes: asked, expiresInSeconds });
  const expiresAt = new Date(Date.now() + expiresInSeconds * 1_000).toISOString();
  process.stdout.write(json ? jsonLine({ token, account, subject, scopes: asked, expiresAt }) : `${token}\n`);
}

/** @throws Error where there is no key, or the file holds something else */
export async function signingKey(keyFile: string | undefined, fallback: Fallback | undefined): Promise<JWK> {
  const file = keyFile ?? (await fallback?.variables())?.['DAYBOOK_SIGNING_KEY_FILE'];
  if (file === undefined) {
    const hint = fallback ? `, or ${fallback.hint}` : '';
    throw new Error(`A token is signed with a key: give --key-file (or DAYBOOK_SIGNING_KEY_FILE)${hint}.`);
  }
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`--key-file: ${file} can't be read: ${error.message}`);
  });
  const key = parsed(text);
  if (key?.kty === 'OKP' && typeof key.d === 'string' && typeof key.kid === 'string') return key;
  throw new Error(`--key-file: ${file} is not a private JSON Web Key with kty OKP, d and kid.`);
}

function parsed(text: string): JWK | undefined {
  try {
    return JSON.parse(text) as JWK;
  } catch {
    return undefined;
  }
}
