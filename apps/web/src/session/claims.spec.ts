import { claimsOf } from './claims.js';

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const token = (claims: object) => `${encoded({ alg: 'EdDSA' })}.${encoded(claims)}.signature`;

it('tells whose token it is, and what it opens', () => {
  expect(claimsOf(token({ account: 'acme', sub: 'Ann Ö', scope: 'entries:read log:read' }))).toEqual({
    account: 'acme',
    subject: 'Ann Ö',
    scopes: ['entries:read', 'log:read'],
  });
});

it.each(['', 'hello', 'a.b.c', token({ sub: 'ann' })])('knows what is no token: %s', (text) => {
  expect(claimsOf(text)).toBeUndefined();
});
