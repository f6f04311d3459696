import { SHARD_COUNT } from '@daybook/timeline-domain';
import fc from 'fast-check';
import { ShardWatermarks } from './shard-watermarks.js';

interface Placed {
  readonly shard: number;
  readonly position: number;
  readonly shardPrev: number;
}

/** A log of entries that fell into these shards. */
function logOf(shards: readonly number[]): { entries: Placed[]; shardLast: number[] } {
  const shardLast = new Array<number>(SHARD_COUNT).fill(0);
  const entries = shards.map((shard, index) => {
    const entry = { shard, position: index + 1, shardPrev: shardLast[shard]! };
    shardLast[shard] = entry.position;
    return entry;
  });
  return { entries, shardLast };
}

function apply(marks: ShardWatermarks, entries: readonly Placed[]): void {
  for (const { shard, position, shardPrev } of entries) marks.applied(shard, position, shardPrev);
}

/** The invariant: nothing at or below a shard's watermark is missing. */
function expectNoLies(
  marks: ShardWatermarks,
  entries: readonly Placed[],
  written: ReadonlySet<number>,
): void {
  for (const { shard, position } of entries) {
    if (!written.has(position)) expect(marks.of(shard)).toBeLessThan(position);
  }
}

describe('ShardWatermarks', () => {
  it('rises with each entry that follows its predecessor', () => {
    const marks = new ShardWatermarks();
    marks.applied(3, 5, 0);
    expect(marks.of(3)).toBe(5);
    marks.applied(3, 9, 5);
    expect(marks.of(3)).toBe(9);
    expect(marks.of(2)).toBe(0);
    expect(marks.minimum).toBe(0);
  });

  it('waits at a hole and goes past all of it once it is filled', () => {
    const marks = new ShardWatermarks();
    marks.applied(0, 10, 0);
    marks.applied(0, 30, 20);
    marks.applied(0, 40, 30);
    expect(marks.of(0)).toBe(10);
    marks.applied(0, 20, 10);
    expect(marks.of(0)).toBe(40);
  });

  it('takes the log’s head for a shard that has its last entry, and for no other', () => {
    const marks = new ShardWatermarks();
    marks.applied(0, 4, 0);
    marks.head(7, [4, 0, 6, 0, 0, 0, 0, 0]);
    expect(marks.of(0)).toBe(7);
    expect(marks.of(1)).toBe(7);
    expect(marks.of(2)).toBe(0);
  });

  it('needs no head where every position was seen, since positions have no holes', () => {
    const marks = new ShardWatermarks();
    apply(marks, logOf([0, 5, 3, 0]).entries);
    expect(marks.minimum).toBe(4);
  });

  it('follows a chain that a jump of the feed went into the middle of', () => {
    const marks = new ShardWatermarks();
    marks.applied(0, 30, 20);
    marks.applied(0, 40, 30);
    marks.reachedByFeed(0, 25);
    expect(marks.of(0)).toBe(40);
    expect(marks.of(1)).toBe(25);
  });

  it('takes nothing from a page of the feed that starts behind a hole', () => {
    const marks = new ShardWatermarks();
    marks.reachedByFeed(10, 20);
    expect(marks.minimum).toBe(0);
  });

  it('never goes back', () => {
    const marks = new ShardWatermarks();
    marks.reachedByFeed(0, 50);
    apply(marks, logOf([0, 1, 2, 0]).entries);
    marks.head(10, [4, 2, 3, 0, 0, 0, 0, 0]);
    marks.reachedByFeed(0, 20);
    marks.merge([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(marks.minimum).toBe(50);
  });

  const shards = fc.array(fc.nat(SHARD_COUNT - 1), { minLength: 1, maxLength: 60 });

  it('ends at the head after any order, any repetition and any loss that the feed repairs', () => {
    fc.assert(
      fc.property(
        shards.chain((list) =>
          fc.record({
            log: fc.constant(logOf(list)),
            arrivals: fc.array(fc.nat(list.length - 1), { maxLength: 150 }),
            page: fc.integer({ min: 1, max: 20 }),
          }),
        ),
        ({ log: { entries, shardLast }, arrivals, page }) => {
          const marks = new ShardWatermarks();
          const written = new Set<number>();
          for (const index of arrivals) {
            const entry = entries[index]!;
            written.add(entry.position);
            apply(marks, [entry]);
            expectNoLies(marks, entries, written);
          }
          marks.head(entries.length, shardLast);
          expectNoLies(marks, entries, written);

          for (let after = marks.minimum; after < entries.length; after = marks.minimum) {
            const items = entries.slice(after, after + page);
            for (const { position } of items) written.add(position);
            apply(marks, items);
            marks.reachedByFeed(after, items.at(-1)!.position);
            expectNoLies(marks, entries, written);
            expect(marks.minimum).toBeGreaterThan(after);
          }
          expect(marks.minimum).toBe(entries.length);
        },
      ),
    );
  });

  it('ends at the head with no feed when nothing is lost, whatever the order', () => {
    fc.assert(
      fc.property(
        shards.chain((list) => {
          const log = logOf(list);
          return fc.record({
            log: fc.constant(log),
            arrivals: fc.shuffledSubarray(log.entries, { minLength: log.entries.length }),
          });
        }),
        ({ log, arrivals }) => {
          const marks = new ShardWatermarks();
          apply(marks, arrivals);
          expect(marks.minimum).toBe(log.entries.length);
        },
      ),
    );
  });

  it('agrees between replicas that share shards and read each other’s watermarks', () => {
    fc.assert(
      fc.property(shards, fc.integer({ min: 0, max: SHARD_COUNT }), (list, split) => {
        const { entries, shardLast } = logOf(list);
        const [one, other] = [new ShardWatermarks(), new ShardWatermarks()];
        for (const entry of entries) apply(entry.shard < split ? one : other, [entry]);
        for (const marks of [one, other]) marks.head(entries.length, shardLast);
        const stored = Array.from({ length: SHARD_COUNT }, (_, shard) =>
          Math.max(one.of(shard), other.of(shard)),
        );
        one.merge(stored);
        other.merge(stored);
        expect([one.minimum, other.minimum]).toEqual([entries.length, entries.length]);
      }),
    );
  });

  it('forgets what waits past a hole when it is too much, and recovers by the feed', () => {
    const marks = new ShardWatermarks();
    const many = 30_000;
    for (let position = 2; position <= many; position += 1) marks.applied(0, position, position - 1);
    expect(marks.of(0)).toBe(0);
    marks.reachedByFeed(0, many);
    expect(marks.minimum).toBe(many);
    marks.applied(0, many + 1, many);
    expect(marks.of(0)).toBe(many + 1);
  });
});
