import { createSigningKey, signToken } from '@daybook/access-tokens';
import pc from 'picocolors';
import { findingText } from './doctor.js';
import { warning } from './finding.js';
import { claimsOf } from './look-at-token.js';

describe('what the doctor says of a token', () => {
  const request = { account: 'acme', subject: 'ann', scopes: ['entries:read'], expiresInSeconds: 3_600 };
  let token: string;

  beforeAll(async () => {
    token = await signToken(await createSigningKey(), request);
  });

  it('is whose it is, what it may do, and that it ends soon', () => {
    const { state, says } = claimsOf(token, Date.now());
    expect(state).toBe('warning');
    expect(says).toMatch(/^account acme, ann: entries:read; (1h|59m 59s) left$/);
  });

  it('is that it has expired', () => {
    const { state, says } = claimsOf(token, Date.now() + 2 * 3_600_000);
    expect(state).toBe('wrong');
    expect(says).toMatch(/^it expired 1h( 1s)? ago$/);
  });

  it('is that it is none', () => expect(claimsOf('secret', 0).says).toBe('it is no JSON Web Token'));
});

it('advice stands below what it is about', () =>
  expect(findingText(warning('log', 'is slow', 'Wait.'), pc.createColors(false), 5)).toBe(
    '! log    is slow\n    → Wait.\n',
  ));
