import { createSigningKey, publicKeySet, signToken } from './signing.js';
import { TokenVerifier, tokenOf } from './verifier.js';

const request = {
  account: 'acme',
  subject: 'ann',
  scopes: ['entries:write', 'entries:read'],
  expiresInSeconds: 60,
};

describe('access tokens', () => {
  it('carry account, subject, scopes and expiry from signer to verifier', async () => {
    const key = await createSigningKey();
    const caller = await new TokenVerifier(publicKeySet(key)).verify(await signToken(key, request));
    expect(caller).toMatchObject({ account: 'acme', subject: 'ann' });
    expect([...caller.scopes]).toEqual(['entries:write', 'entries:read']);
    expect(caller.expiresAt).toBeGreaterThan(Date.now() / 1000);
  });

  it('keep the private half out of the key set', async () => {
    expect(publicKeySet(await createSigningKey()).keys[0]).not.toHaveProperty('d');
  });

  it('are refused when another key signed them', async () => {
    const verifier = new TokenVerifier(publicKeySet(await createSigningKey()));
    const forged = await signToken(await createSigningKey(), request);
    await expect(verifier.verify(forged)).rejects.toThrow('the token is not valid here');
  });

  it('are refused once expired, also when they were verified before', async () => {
    const key = await createSigningKey();
    const verifier = new TokenVerifier(publicKeySet(key));
    const token = await signToken(key, request);
    await verifier.verify(token);
    await expect(verifier.verify(token, Date.now() + 61_000)).rejects.toThrow('the token has expired');
  });

  it('are refused when changed by a character', async () => {
    const key = await createSigningKey();
    const token = await signToken(key, request);
    const [header, payload, signature] = token.split('.');
    const other = Buffer.from(payload!, 'base64url').toString().replace('acme', 'evil');
    const changed = [header, Buffer.from(other).toString('base64url'), signature].join('.');
    await expect(new TokenVerifier(publicKeySet(key)).verify(changed)).rejects.toThrow('not valid');
  });

  it.each([
    [{ ...request, scopes: ['root'] }, 'scope root'],
    [{ ...request, account: 'Acme Inc.' }, 'account must be'],
    [{ ...request, expiresInSeconds: 0 }, 'expire'],
    [{ ...request, subject: '' }, 'subject'],
  ])('are not signed for what no door would take', async (wrong, message) => {
    await expect(signToken(await createSigningKey(), wrong)).rejects.toThrow(message);
  });

  it.each([
    ['Bearer abc.def', 'abc.def'],
    ['bearer abc.def', 'abc.def'],
    ['Token token=abc.def', 'abc.def'],
    ['Token token="abc.def"', 'abc.def'],
    ['Basic abc', undefined],
    [undefined, undefined],
  ])('are read from the header %s', (header, token) => {
    expect(tokenOf(header)).toBe(token);
  });
});
