import fc from 'fast-check';
import { SHARD_COUNT, shardOf } from './shard.js';

/** FNV-1a, 32 bits, in big integers, written from its description: hash = (hash xor byte) * prime, modulo 2^32. */
function fnv1a(bytes: Uint8Array): bigint {
  let hash = 2_166_136_261n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 16_777_619n) % 2n ** 32n;
  return hash;
}

/** MurmurHash3's fmix32 in big integers. */
function fmix32(hash: bigint): bigint {
  const once = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) % 2n ** 32n;
  const twice = ((once ^ (once >> 13n)) * 0xc2b2ae35n) % 2n ** 32n;
  return twice ^ (twice >> 16n);
}

describe('shardOf', () => {
  test('there are 8 shards, permanently', () => {
    expect(SHARD_COUNT).toBe(8);
  });

  // Permanent: messages, queues and shard heads in every installation are laid out by these.
  test.each([
    ['acme', 'INC-1', 1],
    ['acme', 'INC-2', 3],
    ['acme', 'gitlab-2017-01-31', 7],
    ['default', 'aws-s3-2017-02-28', 1],
    ['default', 'Ausfall Köln 🔥', 2],
    ['a', 'b', 5],
    ['', '', 3],
  ])('golden: %j, %j is in shard %d', (account, incidentId, shard) => {
    expect(shardOf(account, incidentId)).toBe(shard);
  });

  test('is FNV-1a over account, a zero byte and incident, mixed, modulo 8', () => {
    // The published test vectors of the hash itself.
    expect(fnv1a(Buffer.from(''))).toBe(0x811c9dc5n);
    expect(fnv1a(Buffer.from('a'))).toBe(0xe40c292cn);
    expect(fnv1a(Buffer.from('foobar'))).toBe(0xbf9cf968n);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (account, incident) => {
        const hash = fnv1a(Buffer.from(`${account}\0${incident}`, 'utf8'));
        expect(shardOf(account, incident)).toBe(Number(fmix32(hash) % 8n));
      }),
    );
  });

  test('the border between account and incident counts', () => {
    const pairs = Array.from({ length: 64 }, (_, index) => `x${index}y`);
    const moved = pairs.filter((text) => shardOf('a', `b${text}`) !== shardOf('ab', text));
    expect(moved.length).toBeGreaterThan(32);
  });

  test.each([
    ['numbered names', (index: number) => `INC-${index}`],
    ['fixed-width numbers', (index: number) => String(index).padStart(10, '0')],
    ['dates', (index: number) => new Date(index * 86_400_000).toISOString().slice(0, 10)],
    ['names that say something twice', (index: number) => `web${index}/web${index}-disk`],
    ['numbers in steps of 8', (index: number) => `INC-${index * 8}`],
  ])('spreads %s evenly: every shard within 5 standard deviations of its share', (_what, name) => {
    const incidents = 20_000;
    const sizes = Array.from({ length: SHARD_COUNT }, () => 0);
    for (let index = 0; index < incidents; index += 1) sizes[shardOf('acme', name(index))]! += 1;
    const share = incidents / SHARD_COUNT;
    const deviation = Math.sqrt(incidents * (1 / SHARD_COUNT) * (1 - 1 / SHARD_COUNT));
    for (const size of sizes) expect(Math.abs(size - share)).toBeLessThan(5 * deviation);
  });
});
