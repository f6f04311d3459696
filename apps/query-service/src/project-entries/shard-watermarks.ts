import { SHARD_COUNT } from '@daybook/timeline-domain';

/** What lies past a hole is remembered up to this many places a shard; beyond, the feed has to fill in. */
const MAX_WAITING = 10_000;
const MAX_AHEAD = 100_000;

/**
 * How far each shard of one log has been applied, from what is learned in any order, any number of times, with losses.
 *
 * Invariant: every entry of shard s with a position up to `of(s)` is in the store. A watermark only rises, and nothing
 * that is learned twice or late does harm. Three proofs raise it:
 * - an entry whose predecessor in its shard is at or below the watermark; others wait for their predecessor;
 * - the log's head with each shard's last position: a shard that has its last one has everything up to the head;
 * - positions have no holes, so when all of 1…n have been applied, each shard has everything up to n.
 *
 * Memory is bounded: what is forgotten only delays a rise until `reachedByFeed`.
 */
export class ShardWatermarks {
  readonly #marks = new Array<number>(SHARD_COUNT).fill(0);
  /** A shard: predecessor -> position of an applied entry past a hole. */
  readonly #waiting = Array.from({ length: SHARD_COUNT }, () => new Map<number, number>());
  /** All positions up to this one have been applied. */
  #prefix = 0;
  readonly #ahead = new Set<number>();

  of(shard: number): number {
    return this.#marks[shard]!;
  }

  /** By shard. */
  get all(): readonly number[] {
    return this.#marks;
  }

  /** Entries of a shard that are in the store past a hole: their predecessors have not come. */
  waiting(shard: number): number {
    return this.#waiting[shard]!.size;
  }

  /** Everything up to here is in the store. */
  get minimum(): number {
    return Math.min(...this.#marks);
  }

  /** An entry has been written. */
  applied(shard: number, position: number, shardPrev: number): void {
    this.#joinPrefix(position);
    const mark = this.of(shard);
    if (position <= mark) return;
    if (shardPrev > mark) {
      const waiting = this.#waiting[shard]!;
      if (waiting.size < MAX_WAITING) waiting.set(shardPrev, position);
      return;
    }
    this.#raise(shard, position);
  }

  /** The log reaches up to `position` and these are the last positions of its shards. */
  head(position: number, shardLast: readonly number[]): void {
    shardLast.forEach((last, shard) => {
      if (last <= this.of(shard)) this.#raise(shard, position);
    });
    this.#raisePrefix(this.minimum);
  }

  /** Everything behind `after`, up to `next`, has been written, of all shards. */
  reachedByFeed(after: number, next: number): void {
    for (let shard = 0; shard < SHARD_COUNT; shard += 1) {
      if (this.of(shard) >= after) this.#raise(shard, next);
    }
    this.#raisePrefix(this.minimum);
  }

  /** What the store says, where replicas that own other shards have written too. */
  merge(stored: readonly number[]): void {
    stored.forEach((position, shard) => this.#raise(shard, position));
    this.#raisePrefix(this.minimum);
  }

  #raise(shard: number, position: number): void {
    if (position <= this.of(shard)) return;
    const waiting = this.#waiting[shard]!;
    let mark = position;
    // In a chain without jumps the next one waits under exactly this position.
    for (let next = waiting.get(mark); next !== undefined; next = waiting.get(mark)) {
      waiting.delete(mark);
      mark = next;
    }
    this.#marks[shard] = mark;
    // After a jump it may wait under a predecessor that was jumped over.
    for (const [predecessor, next] of waiting) {
      if (predecessor > mark) continue;
      waiting.delete(predecessor);
      if (next > mark) return this.#raise(shard, next);
    }
  }

  #joinPrefix(position: number): void {
    if (position === this.#prefix + 1) this.#raisePrefix(position);
    else if (position > this.#prefix && this.#ahead.size < MAX_AHEAD) this.#ahead.add(position);
  }

  #raisePrefix(position: number): void {
    if (position <= this.#prefix) return;
    const jumped = position > this.#prefix + 1;
    this.#prefix = position;
    while (this.#ahead.delete(this.#prefix + 1)) this.#prefix += 1;
    if (jumped) for (const known of this.#ahead) if (known <= this.#prefix) this.#ahead.delete(known);
    for (let shard = 0; shard < SHARD_COUNT; shard += 1) this.#raise(shard, this.#prefix);
  }
}
