import { decodeJwt } from 'jose/jwt/decode';

/** What a token says of its holder; the services judge whether it is true. */
export interface Claims {
  readonly account: string;
  readonly subject: string;
  readonly scopes: readonly string[];
}

/** @returns undefined for what is no token of Daybook’s */
export function claimsOf(token: string): Claims | undefined {
  try {
    const { account, sub, scope } = decodeJwt(token);
    if (typeof account !== 'string' || typeof sub !== 'string') return undefined;
    return { account, subject: sub, scopes: typeof scope === 'string' ? scope.split(' ') : [] };
  } catch {
    return undefined;
  }
}
