/** How many shards a log has. Permanent: messages, queues and shard heads are laid out by it. */
export const SHARD_COUNT = 8;

/**
 * The shard of an incident, so that all of its entries meet one writer. FNV-1a, 32 bits, over the UTF-8 bytes of
 * `account`, a zero byte and `incidentId` (http://www.isthe.com/chongo/tech/comp/fnv/), modulo SHARD_COUNT.
 */
export function shardOf(account: string, incidentId: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${account}\0${incidentId}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0) % SHARD_COUNT;
}
