import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Made once for an installation and kept as secret as a signing key: whoever has it can make routing keys. */
export const ROUTING_KEY_SECRET_BYTES = 32;

const HALF_BYTES = 8;
const PATTERN = /^[0-9a-f]{32}$/i;

/**
 * A routing key names where a monitoring tool's events go, and lets it send them: 32 hexadecimal digits, as
 * PagerDuty's. The first half is its id, at random; the second proves that it was made here (HMAC-SHA256, cut off), so
 * that guesses are refused without looking anything up. Only the id is stored.
 */
export function makeRoutingKey(secret: Uint8Array): string {
  const id = randomBytes(HALF_BYTES);
  return Buffer.concat([id, proof(secret, id)]).toString('hex');
}

/** The id of a key that was made with this secret, 16 hexadecimal digits; undefined for any other text. */
export function routingKeyId(secret: Uint8Array, key: string): string | undefined {
  if (!PATTERN.test(key)) return undefined;
  const bytes = Buffer.from(key, 'hex');
  const id = bytes.subarray(0, HALF_BYTES);
  return timingSafeEqual(bytes.subarray(HALF_BYTES), proof(secret, id)) ? id.toString('hex') : undefined;
}

function proof(secret: Uint8Array, id: Uint8Array): Buffer {
  return createHmac('sha256', secret)
    .update('daybook routing key\0')
    .update(id)
    .digest()
    .subarray(0, HALF_BYTES);
}
