/** How many shards a log has. Permanent: messages, queues and shard heads are laid out by it. */
export const SHARD_COUNT = 8;

/**
 * The shard of an incident, so that all of its entries meet one writer. FNV-1a, 32 bits, over the UTF-8 bytes of
 * `account`, a zero byte and `incidentId` (http://www.isthe.com/chongo/tech/comp/fnv/), then the finalizer of
 * MurmurHash3 (fmix32, https://github.com/aappleby/smhasher), modulo SHARD_COUNT.
 */
export function shardOf(account: string, incidentId: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${account}\0${incidentId}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return mix(hash) % SHARD_COUNT;
}

/**
 * Lets every bit of the hash reach the low ones. Without it the lowest bit is the parity of the bytes' lowest bits, so
 * that names which say something twice (`web017/web017-disk`) leave half of the shards empty.
 */
function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
