import { hash } from 'node:crypto';
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose';
import { LRUCache } from 'lru-cache';
import { SCOPES, type Scope } from './scopes.js';
import { ALGORITHM, ISSUER } from './signing.js';

/** Who is at the door, as the token says. */
export interface Caller {
  readonly account: string;
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Unix seconds */
  readonly expiresAt: number;
}

/** The token is missing, forged, expired or not of this Daybook. The message says which, and never holds the token. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

/** Checking an Ed25519 signature costs about 0.1 ms; a client sends the same token thousands of times. */
const REMEMBERED_TOKENS = 10_000;

/**
 * Verifies tokens offline against the public keys, so that no failing server shuts a door. What was verified is
 * remembered under the token's hash, never under the token, until it expires.
 */
export class TokenVerifier {
  readonly #keys: ReturnType<typeof createLocalJWKSet>;
  readonly #verified = new LRUCache<string, Caller>({ max: REMEMBERED_TOKENS });

  constructor(publicKeys: JSONWebKeySet) {
    this.#keys = createLocalJWKSet(publicKeys);
  }

  /** Who a token speaks for, where that was verified before; undefined for any other. */
  recall(token: string, nowMilliseconds = Date.now()): Caller | undefined {
    const known = this.#verified.get(digestOf(token));
    return known && known.expiresAt * 1000 > nowMilliseconds ? known : undefined;
  }

  /** @throws TokenRefused */
  async verify(token: string, nowMilliseconds = Date.now()): Promise<Caller> {
    const known = this.recall(token, nowMilliseconds);
    if (known) return known;
    const caller = await this.#check(token, nowMilliseconds);
    this.#verified.set(digestOf(token), caller);
    return caller;
  }

  async #check(token: string, nowMilliseconds: number): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer: ISSUER,
        typ: 'JWT',
        algorithms: [ALGORITHM],
        requiredClaims: ['sub', 'exp', 'account', 'scope'],
        currentDate: new Date(nowMilliseconds),
      });
      const { account, scope, sub, exp } = payload;
      if (typeof account !== 'string' || typeof scope !== 'string')
        throw new TokenRefused('the token lacks account or scope');
      const scopes = new Set(SCOPES.filter((known) => scope.split(' ').includes(known)));
      return { account, subject: sub!, scopes, expiresAt: exp! };
    } catch (error) {
      if (error instanceof TokenRefused) throw error;
      if (error instanceof errors.JWTExpired) throw new TokenRefused('the token has expired');
      throw new TokenRefused('the token is not valid here');
    }
  }
}

function digestOf(token: string): string {
  return hash('sha256', token, 'base64');
}

/** The token in `Authorization: Bearer …` or `Authorization: Token token=…`, with or without quotes. */
export function tokenOf(authorization: string | undefined): string | undefined {
  const match = /^(?:Bearer\s+|Token\s+token=)"?([^\s"]+)"?\s*$/i.exec(authorization ?? '');
  return match?.[1];
}
