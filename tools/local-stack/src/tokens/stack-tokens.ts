import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createSigningKey, publicKeySet, signToken, type TokenRequest } from '@daybook/access-tokens';
import type { Stack } from '../state/stack.js';

type SigningKey = Awaited<ReturnType<typeof createSigningKey>>;

/** The account whose incidents the local stack shows. */
export const localAccount = 'acme';
const day = 24 * 60 * 60;

/** Makes the stack's signing key once, and its public half for the services. Returns the path of the key set. */
export async function ensureKeySet(stack: Stack): Promise<string> {
  if (!existsSync(keyFile(stack))) {
    writeFileSync(keyFile(stack), JSON.stringify(await createSigningKey()), { mode: 0o600 });
  }
  const keySetFile = stack.path('token-key-set.json');
  writeFileSync(keySetFile, JSON.stringify(publicKeySet(readKey(stack))));
  return keySetFile;
}

/** What the query-service shows the command-service to read the log of all accounts. */
export function feedToken(stack: Stack): Promise<string> {
  return signToken(readKey(stack), {
    account: '*',
    subject: 'query-service',
    scopes: ['log:read'],
    expiresInSeconds: 365 * day,
  });
}

/** For the person at this machine, and for scripts that use the stack. */
export function localToken(stack: Stack): Promise<string> {
  return signToken(readKey(stack), {
    account: localAccount,
    subject: 'local',
    scopes: ['entries:write', 'entries:read', 'entries:redact', 'log:read', 'admin'],
    expiresInSeconds: 30 * day,
  });
}

export function signWithStackKey(stack: Stack, request: TokenRequest): Promise<string> {
  return signToken(readKey(stack), request);
}

/** Of the private key that signs the stack's tokens; undefined before it was first up. */
export function signingKeyFile(stack: Stack): string | undefined {
  return existsSync(keyFile(stack)) ? keyFile(stack) : undefined;
}

function readKey(stack: Stack): SigningKey {
  if (!existsSync(keyFile(stack))) {
    throw new Error(`The stack "${stack.name}" has no signing key yet: \`npm run stack -- up\` makes it.`);
  }
  return JSON.parse(readFileSync(keyFile(stack), 'utf8')) as SigningKey;
}

function keyFile(stack: Stack): string {
  return stack.path('token-key.json');
}
