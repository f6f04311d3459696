import fc from 'fast-check';
import { ENTRY_LIMITS, SHARD_COUNT } from '@daybook/timeline-domain';
import { accountSchema, logPositionSchema } from '../log-position.js';
import { entryRecordedKey, logCheckpointKey, logHeadKey, shardBindingKeys, typeSlug } from './routing.js';

/** AMQP 0-9-1 carries a routing key as a short string: one byte of length. */
const AMQP_LIMIT = 255;

/** How a topic exchange matches: `*` is one word, `#` any number of words. */
function matches(binding: string, key: string): boolean {
  const words = binding.split('.').map((word) => (word === '*' ? '[^.]*' : word === '#' ? '.*' : word));
  return new RegExp(`^${words.join('\\.')}$`).test(key);
}

const anyType = fc.string({ unit: 'binary', minLength: 1, maxLength: ENTRY_LIMITS.type });

describe('routing keys', () => {
  test('golden keys: permanent, since queues are bound by them', () => {
    const entry = { originLog: 'us-east', account: 'acme', shard: 2, type: 'Status Update' };
    expect(entryRecordedKey(entry)).toBe('entry-recorded.v2.us-east.acme.2.status_update');
    expect(logHeadKey('eu')).toBe('log-head.v1.eu');
    expect(logCheckpointKey('eu')).toBe('log-checkpoint.v1.eu');
    expect(shardBindingKeys(2)).toStrictEqual([
      'entry-recorded.v1.*.*.2.*',
      'entry-recorded.v2.*.*.2.*',
      'log-head.v1.*',
    ]);
  });

  test('even the longest parts that are legal stay within 255 bytes', () => {
    const longest = { originLog: 'l'.repeat(32), account: 'a'.repeat(63), shard: SHARD_COUNT - 1 };
    // Legal, and one character more is not: what is tried here is the longest there is.
    expect(logPositionSchema.shape.log.safeParse(longest.originLog).success).toBe(true);
    expect(logPositionSchema.shape.log.safeParse(`${longest.originLog}l`).success).toBe(false);
    expect(accountSchema.safeParse(longest.account).success).toBe(true);
    expect(accountSchema.safeParse(`${longest.account}a`).success).toBe(false);
    fc.assert(
      fc.property(anyType, (type) => {
        expect(Buffer.byteLength(entryRecordedKey({ ...longest, type }))).toBeLessThanOrEqual(AMQP_LIMIT);
      }),
    );
    const key = entryRecordedKey({ ...longest, type: 'ä🔥'.repeat(50) });
    expect(Buffer.byteLength(key)).toBe('entry-recorded.v2.'.length + 32 + 1 + 63 + 1 + 1 + 1 + 64);
  });

  test('a key has six words, so that it reaches the queue of its shard and no other', () => {
    fc.assert(
      fc.property(anyType, fc.nat(SHARD_COUNT - 1), (type, shard) => {
        const key = entryRecordedKey({ originLog: 'eu-1', account: 'acme_1', shard, type });
        expect(key.split('.')).toHaveLength(6);
        for (let queue = 0; queue < SHARD_COUNT; queue += 1) {
          expect(shardBindingKeys(queue).some((binding) => matches(binding, key))).toBe(queue === shard);
        }
      }),
    );
  });

  test('a checkpoint reaches no queue of a shard', () => {
    for (let queue = 0; queue < SHARD_COUNT; queue += 1) {
      expect(shardBindingKeys(queue).some((binding) => matches(binding, logCheckpointKey('eu')))).toBe(false);
    }
  });

  test('a log head reaches the queue of every shard', () => {
    for (let queue = 0; queue < SHARD_COUNT; queue += 1) {
      expect(shardBindingKeys(queue).some((binding) => matches(binding, logHeadKey('us-east-1')))).toBe(true);
    }
  });
});

describe('typeSlug', () => {
  test.each([
    ['trigger', 'trigger'],
    ['Status-Update_2', 'status-update_2'],
    ['a.b.c', 'a_b_c'],
    ['*', '_'],
    ['#', '_'],
    ['deploy started', 'deploy_started'],
    ['Störung', 'st_rung'],
    ['🔥', '__'],
    ['x'.repeat(100), 'x'.repeat(64)],
  ])('%j becomes %j', (type, slug) => {
    expect(typeSlug(type)).toBe(slug);
  });

  test('is one word of a routing key for any type', () => {
    fc.assert(fc.property(anyType, (type) => expect(typeSlug(type)).toMatch(/^[a-z0-9_-]{1,64}$/)));
  });
});
