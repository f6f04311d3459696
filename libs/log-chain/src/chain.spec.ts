import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { CHAIN_START, leafOf, nextChain, type LeafParts } from './chain.js';

const parts: LeafParts = {
  salt: Buffer.alloc(16, 0xa5),
  account: 'acme',
  id: '019ca8bd-9f02-7a31-8c4d-5e6f70819203',
  recordedMs: 1_772_357_525_618,
  contentHash: Buffer.alloc(32, 0x5a),
};

const anyParts = fc.record({
  salt: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
  account: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,62}$/),
  id: fc.uuid(),
  recordedMs: fc.nat(Number.MAX_SAFE_INTEGER),
  contentHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
});

describe('a leaf', () => {
  test('is SHA-256 over its parts, byte by byte', () => {
    const bytes = `${'a5'.repeat(16)}61636d65${'00'}019ca8bd9f027a318c4d5e6f70819203${'0000019ca8bda072'}${'5a'.repeat(32)}`;
    expect(leafOf(parts).toString('hex')).toBe(createHash('sha256').update(bytes, 'hex').digest('hex'));
  });

  test('does not depend on how the id is spelt', () => {
    expect(leafOf({ ...parts, id: parts.id.toUpperCase() })).toStrictEqual(leafOf(parts));
  });

  test('is another where any part is another', () => {
    fc.assert(
      fc.property(anyParts, anyParts, (one, other) => {
        for (const part of Object.keys(parts) as (keyof LeafParts)[]) {
          const changed = { ...one, [part]: other[part] };
          const same = Buffer.compare(bytesOf(one[part]), bytesOf(other[part])) === 0;
          expect(leafOf(changed).equals(leafOf(one))).toBe(same);
        }
      }),
    );
  });
});

function bytesOf(value: LeafParts[keyof LeafParts]): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value));
}

describe('a chain', () => {
  const chainOf = (leaves: readonly Buffer[]) => leaves.reduce(nextChain, CHAIN_START);
  const anyLeaves = fc.uniqueArray(fc.uint8Array({ minLength: 32, maxLength: 32 }), {
    minLength: 2,
    maxLength: 20,
    selector: (bytes) => Buffer.from(bytes).toString('hex'),
  });

  test('is another when leaves change places, are left out, doubled or replaced', () => {
    fc.assert(
      fc.property(anyLeaves, fc.nat(), fc.nat(), (arrays, a, b) => {
        const leaves = arrays.map((bytes) => Buffer.from(bytes));
        const whole = chainOf(leaves);
        const [one, other] = [a % leaves.length, b % leaves.length];
        const replaced = leaves.with(one, Buffer.alloc(32, 1));
        expect(chainOf(leaves.toSpliced(one, 1))).not.toStrictEqual(whole);
        expect(chainOf(leaves.toSpliced(one, 0, leaves[one]!))).not.toStrictEqual(whole);
        expect(chainOf(replaced).equals(whole)).toBe(leaves[one]!.equals(Buffer.alloc(32, 1)));
        const swapped = leaves.with(one, leaves[other]!).with(other, leaves[one]!);
        expect(chainOf(swapped).equals(whole)).toBe(one === other);
      }),
    );
  });

  test('of nothing is 32 zero bytes', () => {
    expect(chainOf([])).toStrictEqual(Buffer.alloc(32));
  });
});
