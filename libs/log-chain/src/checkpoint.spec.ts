import { readFileSync } from 'node:fs';
import { createSigningKey, publicKeySet, signToken, TokenVerifier } from '@daybook/access-tokens';
import { CHECKPOINT_TYPE, CheckpointReader, CheckpointSigner, findCheckpoints } from './checkpoint.js';

const checkpoint = {
  ...{ log: 'eu', epoch: 1, position: 42, chain: 'ab'.repeat(32) },
  time: '2026-03-01T09:33:00.000Z',
};

describe('a checkpoint', () => {
  let key: Awaited<ReturnType<typeof createSigningKey>>;
  let signer: CheckpointSigner;
  let reader: CheckpointReader;

  beforeAll(async () => {
    key = await createSigningKey();
    signer = new CheckpointSigner(key);
    reader = new CheckpointReader(await signer.publicKeys());
  });

  it('is read as it was signed', async () => {
    expect(await reader.read(await signer.sign(checkpoint))).toStrictEqual(checkpoint);
  });

  it('is refused when another key signed it', async () => {
    const forged = await new CheckpointSigner(await createSigningKey()).sign(checkpoint);
    await expect(reader.read(forged)).rejects.toThrow('another key');
  });

  it('is refused when another key signed it under the name of ours', async () => {
    const [, payload, signature] = (
      await new CheckpointSigner(await createSigningKey()).sign(checkpoint)
    ).split('.');
    const [header] = (await signer.sign(checkpoint)).split('.');
    await expect(reader.read([header, payload, signature].join('.'))).rejects.toThrow('signature');
  });

  it('is refused when what it says was changed', async () => {
    const [header, payload, signature] = (await signer.sign(checkpoint)).split('.');
    const changed = Buffer.from(payload!, 'base64url').toString().replace('42', '43');
    const text = [header, Buffer.from(changed).toString('base64url'), signature].join('.');
    await expect(reader.read(text)).rejects.toThrow('signature');
  });

  it('of a former key is good as long as the key is given', async () => {
    const former = new CheckpointSigner(await createSigningKey());
    const old = await former.sign(checkpoint);
    const keys = [...(await signer.publicKeys()).keys, ...(await former.publicKeys()).keys];
    expect(await new CheckpointReader({ keys }).read(old)).toStrictEqual(checkpoint);
  });

  it('can’t pass for a token, nor a token for a checkpoint, even with one key for both', async () => {
    const signed = await signer.sign(checkpoint);
    await expect(new TokenVerifier(publicKeySet(key)).verify(signed)).rejects.toThrow('not valid');
    const request = { account: 'acme', subject: 'ann', scopes: ['log:read'], expiresInSeconds: 60 };
    await expect(reader.read(await signToken(key, request))).rejects.toThrow('not a checkpoint');
  });

  it('is refused when it is no JWS at all', async () => {
    await expect(reader.read('eyJ.x.y')).rejects.toThrow('not a checkpoint');
  });

  it('is never signed with what is no private Ed25519 key', async () => {
    const [publicKey] = (await signer.publicKeys()).keys;
    expect(publicKey).not.toHaveProperty('d');
    for (const wrong of [publicKey, {}, null, 'key', { ...key, crv: 'X25519' }]) {
      expect(() => new CheckpointSigner(wrong)).toThrow('kty OKP and crv Ed25519');
    }
  });

  it('is found wherever it was kept, once, and apart from tokens', async () => {
    const signed = await signer.sign(checkpoint);
    const request = { account: 'acme', subject: 'ann', scopes: ['log:read'], expiresInSeconds: 60 };
    const text = `${await signToken(key, request)}\n{"msg":"log checkpoint","checkpoint":"${signed}"}\n${signed}\n`;
    expect(findCheckpoints(text)).toStrictEqual([signed]);
    expect(findCheckpoints('nothing here')).toStrictEqual([]);
  });

  it('of the fixture is signed with the key of RFC 8037, appendix A', async () => {
    const url = new URL('../../timeline-contracts/fixtures/log-checkpoint.v1.json', import.meta.url);
    const { checkpoint: signed, ...said } = JSON.parse(readFileSync(url, 'utf8')).data;
    const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    const keys = [{ kty: 'OKP', crv: 'Ed25519', x, kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' }];
    expect(await new CheckpointReader({ keys }).read(signed)).toStrictEqual(said);
    expect(JSON.parse(Buffer.from(signed.split('.')[0], 'base64url').toString()).typ).toBe(CHECKPOINT_TYPE);
  });
});
