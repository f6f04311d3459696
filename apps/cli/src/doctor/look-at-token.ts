import { DaybookError, type Daybook } from '@daybook/client';
import { decodeJwt } from 'jose';
import { answered } from '../connection/client.js';
import { durationText } from '../terminal/durations.js';
import { plainLine } from '../terminal/plain-text.js';
import { ok, warning, wrong, type Finding } from './finding.js';

const SIGN_IN = '`daybook token` signs another; give it as --token, DAYBOOK_TOKEN, or in the profile.';
/** Time enough to get another. */
const SOON_MS = 24 * 60 * 60 * 1_000;

/** What the token says of itself, and whether each service takes it. */
export async function lookAtToken(token: string, daybook: Daybook, now: number): Promise<Finding[]> {
  const doors = [
    ['command-service', () => answered(daybook.command.GET('/v1/progress'))],
    ['query-service', () => answered(daybook.query.GET('/v1/progress'))],
  ] as const;
  const refusals = await Promise.all(
    doors.map(async ([service, ask]): Promise<Finding[]> => {
      try {
        await ask();
        return [];
      } catch (error) {
        if (!(error instanceof DaybookError) || error.status !== 401) return [];
        const advice = `TOKEN_JWKS_FILE of the ${service} must hold the key that signed it. ${SIGN_IN}`;
        return [wrong('token', `the ${service} refuses it: ${error.message}`, advice)];
      }
    }),
  );
  return [claimsOf(token, now), ...refusals.flat()];
}

export function claimsOf(token: string, now: number): Finding {
  let claims: ReturnType<typeof decodeJwt>;
  try {
    claims = decodeJwt(token);
  } catch {
    return wrong('token', 'it is no JSON Web Token', SIGN_IN);
  }
  const { account, sub, scope, exp } = claims as {
    account?: string;
    sub?: string;
    scope?: string;
    exp?: number;
  };
  const left = exp === undefined ? undefined : exp * 1_000 - now;
  if (left !== undefined && left <= 0)
    return wrong('token', `it expired ${durationText(-left)} ago`, SIGN_IN);
  const ends = left === undefined ? 'no end' : `${durationText(left)} left`;
  const says = plainLine(`account ${account}, ${sub}: ${scope || 'no scope'}; ${ends}`);
  return left !== undefined && left < SOON_MS ? warning('token', says, SIGN_IN) : ok('token', says);
}
