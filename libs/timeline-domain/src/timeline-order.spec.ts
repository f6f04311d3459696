import fc from 'fast-check';
import { deriveEntryId } from './entry-id.js';
import {
  compareTimelineKeys,
  FIRST_MILLISECOND,
  isTimelineKey,
  LAST_MILLISECOND,
  timelineKey,
  timeOfTimelineKey,
} from './timeline-order.js';

const ID = '0190163d-8694-739b-aea5-966c26f8ad91';

const anyTime = fc.oneof(
  fc.integer({ min: FIRST_MILLISECOND, max: LAST_MILLISECOND }),
  // Around the places where the number of digits or the sign changes.
  fc
    .tuple(fc.constantFrom(FIRST_MILLISECOND, -(10 ** 12), -1_000, 0, 10 ** 12), fc.nat(2_000))
    .map(([start, more]) => start + more),
);
const anyId = fc.uuid({ version: 7 });

/** The order of (occurredAt, id) as pairs: what the text order must be. */
function comparePairs([timeA, idA]: [number, string], [timeB, idB]: [number, string]): number {
  return Math.sign(timeA - timeB) || Math.sign(Buffer.compare(Buffer.from(idA), Buffer.from(idB)));
}

describe('timelineKey', () => {
  test('order of texts = order of pairs', () => {
    fc.assert(
      fc.property(anyTime, anyTime, anyId, anyId, (timeA, timeB, idA, idB) => {
        const [keyA, keyB] = [timelineKey(timeA, idA), timelineKey(timeB, idB)];
        expect(compareTimelineKeys(keyA, keyB)).toBe(comparePairs([timeA, idA], [timeB, idB]));
      }),
    );
  });

  test('ties of time are ordered by id', () => {
    fc.assert(
      fc.property(anyTime, anyId, anyId, (time, idA, idB) => {
        const order = compareTimelineKeys(timelineKey(time, idA), timelineKey(time, idB));
        expect(order).toBe(comparePairs([time, idA], [time, idB]));
      }),
    );
  });

  test('sorts as a database does that compares bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyTime, anyId), { maxLength: 50 }), (pairs) => {
        const byBytes = pairs
          .map(([time, id]) => timelineKey(time, id))
          .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const byPairs = [...pairs].sort(comparePairs).map(([time, id]) => timelineKey(time, id));
        expect(byBytes).toStrictEqual(byPairs);
      }),
    );
  });

  test('has a fixed width, gives its time back and is known as a key', () => {
    fc.assert(
      fc.property(anyTime, anyId, (time, id) => {
        const key = timelineKey(time, id);
        expect(key).toHaveLength(52);
        expect(timeOfTimelineKey(key)).toBe(time);
        expect(isTimelineKey(key)).toBe(true);
        expect(compareTimelineKeys(key, timelineKey(time, id))).toBe(0);
      }),
    );
  });

  test('golden keys: permanent, since they are stored and handed out in cursors', () => {
    expect(timelineKey(FIRST_MILLISECOND, ID)).toBe(`000000000000000.${ID}`);
    expect(timelineKey(0, ID)).toBe(`062167219200000.${ID}`);
    expect(timelineKey(Date.UTC(2026, 2, 1, 9, 30), ID)).toBe(`063939576600000.${ID}`);
    expect(timelineKey(LAST_MILLISECOND, ID)).toBe(`315569519999999.${ID}`);
  });

  test("also holds the largest time of an id, where an entry's time is its id's", () => {
    const time = 2 ** 48 - 1;
    const key = timelineKey(time, deriveEntryId(time, 0, 'f'.repeat(16)));
    expect(isTimelineKey(key)).toBe(true);
    expect(timeOfTimelineKey(key)).toBe(time);
  });
});

test.each([
  '',
  ID,
  `62167219200000.${ID}`,
  `0062167219200000.${ID}`,
  `-62167219200000.${ID}`,
  `062167219200000-${ID}`,
  `062167219200000.${ID.toUpperCase()}`,
  '062167219200000.9b2e7c1a-5d3f-4a8b-9c6d-1e2f3a4b5c6d',
  '062167219200000.0190163d-8694-739b-cea5-966c26f8ad91',
  `062167219200000.${ID}\n`,
])('isTimelineKey refuses %j', (text) => {
  expect(isTimelineKey(text)).toBe(false);
});
