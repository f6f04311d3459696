import { randomBytes } from 'node:crypto';
import { makeRoutingKey, routingKeyId, ROUTING_KEY_SECRET_BYTES } from './index.js';

const secret = Buffer.alloc(ROUTING_KEY_SECRET_BYTES, 7);

describe('a routing key', () => {
  it('has 32 hexadecimal digits, and its id is the first half', () => {
    const key = makeRoutingKey(secret);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(routingKeyId(secret, key)).toBe(key.slice(0, 16));
    expect(routingKeyId(secret, key.toUpperCase())).toBe(key.slice(0, 16));
    expect(makeRoutingKey(secret)).not.toBe(key);
  });

  it('is golden: keys that tools were given stay valid', () => {
    expect(routingKeyId(secret, '0011223344556677a6792dc62b18f2a9')).toBe('0011223344556677');
  });

  it('is refused when a digit of it is another, or when it was made elsewhere', () => {
    const key = makeRoutingKey(secret);
    for (let place = 0; place < key.length; place += 1) {
      const other = key[place] === '0' ? '1' : '0';
      expect(routingKeyId(secret, key.slice(0, place) + other + key.slice(place + 1))).toBeUndefined();
    }
    expect(routingKeyId(randomBytes(ROUTING_KEY_SECRET_BYTES), key)).toBeUndefined();
  });

  it.each(['', 'x'.repeat(32), '0'.repeat(31), '0'.repeat(33), `${'0'.repeat(31)}\n`])(
    'is not %j',
    (text) => {
      expect(routingKeyId(secret, text)).toBeUndefined();
    },
  );
});
