import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { ACCOUNT_NAME, EVERY_ACCOUNT, SCOPES, type Scope } from './scopes.js';

export const ISSUER = 'daybook';
export const ALGORITHM = 'EdDSA';

export interface TokenRequest {
  readonly account: string;
  /** Who or what uses the token; entries carry it as `recordedBy`. */
  readonly subject: string;
  readonly scopes: readonly string[];
  readonly expiresInSeconds: number;
}

/** A new Ed25519 key as a private JWK, with its RFC 7638 thumbprint as `kid`. */
export async function createSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}

/** The public halves, for the services: they verify and can't sign. */
export function publicKeySet(...privateKeys: readonly JWK[]): JSONWebKeySet {
  return { keys: privateKeys.map(({ d: _private, ...publicKey }) => publicKey) };
}

/** @throws RangeError for an account, scope or lifetime that no door would take */
export async function signToken(
  key: JWK,
  { account, subject, scopes, expiresInSeconds }: TokenRequest,
): Promise<string> {
  const unknown = scopes.find((scope) => !SCOPES.includes(scope as Scope));
  if (unknown !== undefined) throw new RangeError(`scope ${unknown} is not one of ${SCOPES.join(', ')}`);
  if (account !== EVERY_ACCOUNT && !ACCOUNT_NAME.test(account)) {
    throw new RangeError('account must be 1 to 63 of a-z, 0-9, _ and -, and start with a letter or digit');
  }
  if (!(expiresInSeconds > 0)) throw new RangeError('a token must expire in the future');
  if (subject === '') throw new RangeError('subject must not be empty');
  return new SignJWT({ account, scope: scopes.join(' ') })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: key.kid! })
    .setIssuer(ISSUER)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000 + expiresInSeconds))
    .setJti(crypto.randomUUID())
    .sign(await importJWK(key, ALGORITHM));
}
