import type { Stack } from '../state/stack.js';
import { signWithStackKey } from '../tokens/stack-tokens.js';

export interface TokenOptions {
  readonly account: string;
  readonly subject: string;
  readonly scopes: string;
  readonly expires: string;
}

const secondsPer = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

export async function printToken(stack: Stack, options: TokenOptions): Promise<void> {
  const token = await signWithStackKey(stack, {
    account: options.account,
    subject: options.subject,
    scopes: options.scopes.split(',').map((scope) => scope.trim()),
    expiresInSeconds: secondsOf(options.expires),
  });
  process.stdout.write(`${token}\n`);
}

/** `90s`, `15m`, `12h` or `30d`. */
export function secondsOf(lifetime: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(lifetime) ?? [];
  const seconds = Number(count) * secondsPer[unit as keyof typeof secondsPer];
  if (!(seconds > 0))
    throw new Error(`A lifetime is a number and s, m, h or d, such as 30d, but got "${lifetime}".`);
  return seconds;
}
