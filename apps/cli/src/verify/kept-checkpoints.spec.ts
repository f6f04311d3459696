import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigningKey, publicKeySet } from '@daybook/access-tokens';
import { CheckpointReader, CheckpointSigner } from '@daybook/log-chain';
import { readCheckpoints, readKeys } from './kept-checkpoints.js';

const checkpoint = {
  log: 'eu',
  epoch: 1,
  position: 20,
  chain: 'ab'.repeat(32),
  time: '2026-03-01T09:00:00.000Z',
};

describe('kept files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-kept-'));
  let key: Awaited<ReturnType<typeof createSigningKey>>;

  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  beforeAll(async () => {
    key = await createSigningKey();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('give every checkpoint in them, and tell those apart that another key signed', async () => {
    const reader = new CheckpointReader(publicKeySet(key));
    const ours = await new CheckpointSigner(key).sign(checkpoint);
    const forged = await new CheckpointSigner(await createSigningKey()).sign(checkpoint);
    const lines = file(
      'lines',
      `${JSON.stringify({ msg: 'log checkpoint', checkpoint: ours })}\n${forged}\n`,
    );
    expect(await readCheckpoints([lines, file('one', ours)], reader)).toStrictEqual({
      checkpoints: [checkpoint, checkpoint],
      refused: [{ file: lines, reason: 'another key than those given signed it' }],
    });
  });

  it('are refused when they hold no checkpoint, or are not there', async () => {
    const reader = new CheckpointReader(publicKeySet(key));
    await expect(readCheckpoints([file('empty', '')], reader)).rejects.toThrow('holds no checkpoint');
    await expect(readCheckpoints([join(folder, 'none')], reader)).rejects.toThrow('there is no such file');
    await expect(readCheckpoints([folder], reader)).rejects.toThrow('it is a folder');
  });

  it('give keys as a set or alone, never their private half', () => {
    const set = file('set', JSON.stringify(publicKeySet(key)));
    const alone = file('alone', JSON.stringify(key));
    const { keys } = readKeys([set, alone]);
    expect(keys).toHaveLength(2);
    for (const each of keys) expect(each).not.toHaveProperty('d');
  });

  it.each([
    ['x', 'not JSON'],
    ['{}', 'not a JSON Web Key Set'],
    ['null', 'not a JSON Web Key Set'],
    ['{"keys":[{}]}', 'not a JSON Web Key Set'],
  ])('give no keys where they hold %s', (text, message) => {
    expect(() => readKeys([file('wrong', text)])).toThrow(message);
  });
});
