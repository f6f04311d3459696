import fc from 'fast-check';
import { parse, validate, version } from 'uuid';
import {
  compareEntryIds,
  deriveEntryId,
  entryIdBytes,
  entryIdMaker,
  parseEntryId,
  timeOfEntryId,
} from './entry-id.js';
import { DomainError } from './errors.js';

const T0 = Date.UTC(2026, 2, 1, 9, 30);
const EXAMPLE = '0190163d-8694-739b-aea5-966c26f8ad91';
const maxTime = 2 ** 48 - 1;

/** A clock that says these times one after the other, then stands still. */
function clockOf(...times: number[]): () => number {
  let now = times[0]!;
  return () => (now = times.shift() ?? now);
}

/** 16 bytes whose counter part (bytes 6 to 9) is `counter` and whose other bytes are all `tail`. */
function bytesOf(counter: number, tail: number): Uint8Array {
  const bytes = new Uint8Array(16).fill(tail);
  new DataView(bytes.buffer).setUint32(6, counter);
  return bytes;
}

/** The 32-bit counter of an id: the 12 bits behind the version, then the 20 bits behind the variant. */
function counterOf(id: string): number {
  const bits = BigInt(`0x${id.replaceAll('-', '')}`);
  return Number((((bits >> 64n) & 0xfffn) << 20n) | ((bits >> 42n) & 0xfffffn));
}

function refusal(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('entryIdMaker', () => {
  test('makes a UUIDv7 of the time that the clock says', () => {
    const id = entryIdMaker(() => T0)();
    expect(validate(id) && version(id)).toBe(7);
    expect(timeOfEntryId(id)).toBe(T0);
  });

  test('rises strictly whatever the clock does', () => {
    const steps = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 2, maxLength: 200 });
    fc.assert(
      fc.property(steps, (clockSteps) => {
        let now = T0;
        const times = clockSteps.map((step) => (now += step));
        const make = entryIdMaker(clockOf(...times));
        const ids = times.map(() => make());
        expect([...new Set(ids)].sort()).toStrictEqual(ids);
        // Never behind the clock, and never ahead of the latest time that the clock has said.
        ids.forEach((id, index) => expect(timeOfEntryId(id)).toBe(Math.max(...times.slice(0, index + 1))));
      }),
    );
  });

  test('counts on by one while the clock stands or jumps back, and starts anew when it moves on', () => {
    const seeds = [7, 1_000_000, 2_000_000, 99];
    const make = entryIdMaker(clockOf(T0, T0, T0 - 60_000, T0 + 1), () => bytesOf(seeds.shift()!, 0xff));
    const ids = [make(), make(), make(), make()];
    expect(ids.map(counterOf)).toStrictEqual([7, 8, 9, 99]);
    expect(ids.map(timeOfEntryId)).toStrictEqual([T0, T0, T0, T0 + 1]);
  });

  test('a clock that says fractions of a millisecond starts nothing anew within one', () => {
    const seeds = [500, 3];
    const make = entryIdMaker(clockOf(T0 + 0.2, T0 + 0.7), () => bytesOf(seeds.shift()!, 0));
    expect([make(), make()].map(counterOf)).toStrictEqual([500, 501]);
  });

  test('the seed has 31 random bits, so that 2^31 ids fit before a carry', () => {
    const make = entryIdMaker(
      () => T0,
      () => bytesOf(0xffff_ffff, 0),
    );
    expect(counterOf(make())).toBe(0x7fff_ffff);
    expect(counterOf(make())).toBe(0x8000_0000);
  });

  test('a counter that is used up carries into the time, and the ids still rise', () => {
    const make = entryIdMaker(
      () => T0,
      () => bytesOf(0, 0),
      { milliseconds: T0, counter: 0xffff_fffe },
    );
    const ids = [make(), make(), make()];
    expect(ids.map(counterOf)).toStrictEqual([0xffff_ffff, 0, 1]);
    expect(ids.map(timeOfEntryId)).toStrictEqual([T0, T0 + 1, T0 + 1]);
    expect([...ids].sort(compareEntryIds)).toStrictEqual(ids);
  });

  test('behind the counter come 42 random bits', () => {
    const zeros = entryIdMaker(
      () => T0,
      () => bytesOf(5, 0),
    )();
    const ones = entryIdMaker(
      () => T0,
      () => bytesOf(5, 0xff),
    )();
    const differing = BigInt(`0x${zeros.replaceAll('-', '')}`) ^ BigInt(`0x${ones.replaceAll('-', '')}`);
    expect(differing).toBe(2n ** 42n - 1n);
  });

  test('reads random bytes that are a window of a larger buffer', () => {
    const pool = new Uint8Array(64);
    pool.set(bytesOf(1_234, 0xab), 24);
    const id = entryIdMaker(
      () => T0,
      () => pool.subarray(24, 40),
    )();
    expect(counterOf(id)).toBe(1_234);
    expect(id.endsWith('abababababab'.slice(2))).toBe(true);
  });

  test('two makers at the same instant share no id', () => {
    const [one, other] = [entryIdMaker(() => T0), entryIdMaker(() => T0)];
    const ids = Array.from({ length: 1_000 }, () => [one(), other()]).flat();
    expect(new Set(ids).size).toBe(2_000);
  });
});

describe('parseEntryId', () => {
  test('takes a UUIDv7 and lowers its case, so that one id has one text', () => {
    expect(parseEntryId(EXAMPLE)).toBe(EXAMPLE);
    expect(parseEntryId(EXAMPLE.toUpperCase())).toBe(EXAMPLE);
  });

  test.each([
    ['nothing', ''],
    ['a word', 'incident-1'],
    ['version 4', '9b2e7c1a-5d3f-4a8b-9c6d-1e2f3a4b5c6d'],
    ['version 1', 'c232ab00-9414-11ec-b3c8-9f6bdeced846'],
    ['another variant', '0190163d-8694-739b-cea5-966c26f8ad91'],
    ['the nil id', '00000000-0000-0000-0000-000000000000'],
    ['the max id', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ['no dashes', EXAMPLE.replaceAll('-', '')],
    ['braces', `{${EXAMPLE}}`],
    ['a blank behind', `${EXAMPLE} `],
    ['a line end behind', `${EXAMPLE}\n`],
    ['a digit too many', `${EXAMPLE}0`],
  ])('refuses %s', (_what, text) => {
    const error = refusal(() => parseEntryId(text));
    expect(error).toMatchObject({ code: 'invalid_entry_id', field: 'id' });
    expect(error.message).toMatch(/^id must be a UUIDv7/);
  });

  test('names the field that it was told', () => {
    expect(refusal(() => parseEntryId('x', 'entries[3].id'))).toMatchObject({
      field: 'entries[3].id',
      message: expect.stringMatching(/^entries\[3\]\.id must be/),
    });
  });
});

describe('timeOfEntryId', () => {
  test('reads the 48 bits of milliseconds', () => {
    // The example of RFC 9562, appendix A.6: Tuesday, February 22, 2022 2:22:22.00 PM GMT-05:00.
    expect(timeOfEntryId('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')).toBe(Date.UTC(2022, 1, 22, 19, 22, 22));
  });
});

const anyHash = fc.stringMatching(/^[0-9a-f]{64}$/);
const anyTime = fc.integer({ min: 0, max: maxTime });
const anyOrdinal = fc.integer({ min: 0, max: 0xfff });

describe('compareEntryIds', () => {
  test('order of ids = order of their times, however they were made', () => {
    fc.assert(
      fc.property(anyTime, anyTime, anyHash, (a, b, hash) => {
        fc.pre(a !== b);
        const [made, derived] = [entryIdMaker(() => a)(), deriveEntryId(b, 0, hash)];
        expect(compareEntryIds(made, derived)).toBe(Math.sign(a - b));
        expect(compareEntryIds(derived, made)).toBe(Math.sign(b - a));
      }),
    );
  });

  test('text order = byte order, and an id equals itself', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 7 }), fc.uuid({ version: 7 }), (a, b) => {
        expect(compareEntryIds(a, b)).toBe(Math.sign(Buffer.compare(entryIdBytes(a), entryIdBytes(b))));
        expect(compareEntryIds(a, a)).toBe(0);
      }),
    );
  });
});

describe('deriveEntryId', () => {
  test('is a UUIDv7 that holds the time, the ordinal and 62 bits of the hash', () => {
    fc.assert(
      fc.property(anyTime, anyOrdinal, anyHash, (time, ordinal, hash) => {
        const id = deriveEntryId(time, ordinal, hash);
        expect(parseEntryId(id)).toBe(id);
        expect(timeOfEntryId(id)).toBe(time);
        const bits = BigInt(`0x${id.replaceAll('-', '')}`);
        expect(Number((bits >> 64n) & 0xfffn)).toBe(ordinal);
        expect(bits & (2n ** 62n - 1n)).toBe(BigInt(`0x${hash.slice(0, 16)}`) & (2n ** 62n - 1n));
      }),
    );
  });

  test('golden ids: permanent, since sources are loaded again', () => {
    const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
    expect(deriveEntryId(T0, 0, hash)).toBe('019ca8bb-b5c0-7000-9f86-d081884c7d65');
    expect(deriveEntryId(T0, 17, hash.toUpperCase())).toBe('019ca8bb-b5c0-7011-9f86-d081884c7d65');
    expect(deriveEntryId(maxTime, 0, 'f'.repeat(16))).toBe('ffffffff-ffff-7000-bfff-ffffffffffff');
    expect(deriveEntryId(0, 4095, '0'.repeat(16))).toBe('00000000-0000-7fff-8000-000000000000');
  });

  test('facts of one incident and time keep the order of their source', () => {
    fc.assert(
      fc.property(anyTime, anyOrdinal, anyOrdinal, anyHash, anyHash, (time, a, b, hashA, hashB) => {
        fc.pre(a !== b);
        const order = compareEntryIds(deriveEntryId(time, a, hashA), deriveEntryId(time, b, hashB));
        expect(order).toBe(Math.sign(a - b));
      }),
    );
  });

  test('from ordinal 4095 on the hash tells ids apart', () => {
    const [a, b] = ['1'.repeat(16), '2'.repeat(16)];
    expect(deriveEntryId(T0, 5_000, a)).toBe(deriveEntryId(T0, 4_095, a));
    expect(deriveEntryId(T0, 5_000, a)).not.toBe(deriveEntryId(T0, 5_000, b));
  });

  test.each([-1, 0.5, Number.NaN, maxTime + 1])('refuses the time %p', (time) => {
    const error = refusal(() => deriveEntryId(time, 0, '0'.repeat(16)));
    expect(error).toMatchObject({ code: 'invalid_entry', field: 'occurredAt' });
  });

  test('refuses an ordinal or a hash that would make no UUID', () => {
    expect(() => deriveEntryId(T0, -1, '0'.repeat(16))).toThrow(RangeError);
    expect(() => deriveEntryId(T0, 1.5, '0'.repeat(16))).toThrow(RangeError);
    expect(() => deriveEntryId(T0, 0, '0'.repeat(15))).toThrow(RangeError);
    expect(() => deriveEntryId(T0, 0, 'z'.repeat(16))).toThrow(RangeError);
  });
});

test('entryIdBytes gives the 16 bytes', () => {
  const bytes = entryIdBytes(EXAMPLE);
  expect(Buffer.from(bytes).toString('hex')).toBe(EXAMPLE.replaceAll('-', ''));
  expect(bytes).toStrictEqual(parse(EXAMPLE));
});
