import { SHARD_COUNT } from '@daybook/timeline-domain';
import type { LogExportRow } from '@daybook/timeline-contracts';
import type { Finding } from './findings.js';

/** Whether rows follow each other as appends make them: dense, later ones never earlier in time, linked in each shard. */
export class RowOrder {
  #next: number;
  #recordedMs = 0;
  #epoch = 1;
  /** Last position seen of each shard; undefined: before this export. */
  readonly #lastOfShard = new Array<number | undefined>(SHARD_COUNT).fill(undefined);
  /** Once a row is out of place, the links behind it say nothing new. */
  #linked = true;

  /** @param complete whether every row tells its shard */
  constructor(
    private readonly after: number,
    private readonly complete: boolean,
  ) {
    this.#next = after + 1;
    if (after === 0) this.#lastOfShard.fill(0);
  }

  /** @param sound whether the row's leaf vouches for its time */
  *check(row: LogExportRow, sound: boolean): Generator<Finding> {
    const { position, epoch } = row;
    if (position > this.#next) {
      const to = position - 1;
      yield {
        ...{ position: this.#next, ...(to > this.#next && { to }), differs: 'missing' },
        detail: `${position - this.#next} rows are missing`,
      };
      this.#linked = false;
    } else if (position < this.#next) {
      yield { position, differs: 'order', detail: `it stands behind position ${this.#next - 1}` };
      this.#linked = false;
    }
    this.#next = Math.max(this.#next, position + 1);
    if (epoch < this.#epoch)
      yield {
        position,
        differs: 'epoch',
        detail: `it is of epoch ${epoch}, behind rows of epoch ${this.#epoch}`,
      };
    this.#epoch = Math.max(this.#epoch, epoch);
    if (row.line === 'hidden') return;

    if (row.recordedMs < this.#recordedMs)
      yield { position, differs: 'recordedMs', detail: 'it was recorded earlier than rows before it' };
    else if (sound && row.line === 'entry') this.#recordedMs = row.recordedMs;
    if (this.#linked && !this.#follows(row)) {
      yield {
        ...{ position, differs: 'order' },
        detail: `the row before it in shard ${row.shard} was at position ${row.shardPrev}, which is not so now: here or shortly before, rows were inserted, moved or taken out`,
      };
      this.#linked = false;
    }
    this.#lastOfShard[row.shard] = position;
  }

  /** A row stands here that can't be read. */
  pass(position: number): void {
    this.#next = Math.max(this.#next, position + 1);
    this.#linked = false;
  }

  #follows({ shard, shardPrev, position }: Exclude<LogExportRow, { readonly line: 'hidden' }>): boolean {
    const last = this.#lastOfShard[shard];
    if (last === undefined) return this.complete ? shardPrev <= this.after : shardPrev < position;
    return this.complete ? shardPrev === last : shardPrev >= last && shardPrev < position;
  }
}
