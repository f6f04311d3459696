import { SHARD_COUNT, formatLogPosition, type LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import type { Collection } from 'mongodb';
import type { Logger as PinoLogger } from 'pino';
import { Logger } from '../logger.js';
import type { WatermarkDocument } from '../mongo/documents.js';
import { Store, StoreUnavailable } from '../mongo/store.js';
import { Completeness } from './completeness.js';
import { untilNoRace } from './read-model-writer.js';
import { ShardWatermarks } from './shard-watermarks.js';

/** What is said before any log is known. No log can pass for it: its first entry would be at 1. */
export const NOTHING_KNOWN: LogPosition = { log: 'unknown', epoch: 1, position: 0 };

/** One generation of a log, and how far this read model has it. */
interface Followed {
  readonly log: string;
  readonly epoch: number;
  readonly marks: ShardWatermarks;
  readonly completeness: Completeness;
  /** By shard: what the store has confirmed to this process. */
  readonly stored: number[];
}

/**
 * How far the read model has come, in memory and in the store. Replicas share shards and each writes the watermarks of
 * its own, so the whole is known by reading the store again; all of it only ever rises, so nobody takes back what
 * another has written.
 */
@Injectable()
export class Progress {
  #followed: Followed | undefined;
  #loading: Promise<void> | undefined;
  #refreshing: Promise<void> | undefined;
  /** Those of the store after which it was asked what it has. */
  #interruptions = 0;
  readonly #waiting = new Set<() => void>();
  readonly #startedAt = performance.now();
  readonly #logger: PinoLogger;

  constructor(
    private readonly store: Store,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'progress' });
  }

  /** Everything up to here is visible. */
  get watermark(): LogPosition {
    if (!this.#followed) return NOTHING_KNOWN;
    const { log, epoch, marks } = this.#followed;
    return { log, epoch, position: marks.minimum };
  }

  /** The log that is followed; undefined until one is known. */
  get followed(): Pick<LogPosition, 'log' | 'epoch'> | undefined {
    return this.#followed;
  }

  get watermarkText(): string {
    return formatLogPosition(this.watermark);
  }

  /** Names what is visible: where it has not changed, neither has anything that was read of it. */
  get marksText(): string {
    if (!this.#followed) return '';
    const { log, epoch, marks } = this.#followed;
    return `${log}:${epoch}:${marks.all.join(',')}`;
  }

  /** Positions up to this one are known to exist in the followed log. */
  get head(): number {
    return this.#followed?.completeness.head ?? 0;
  }

  /** How far each shard is; `waiting` counts what this process has written past a hole. */
  get shards(): { shard: number; watermark: number; waiting: number }[] {
    const marks = this.#followed?.marks;
    return Array.from({ length: SHARD_COUNT }, (_, shard) => ({
      shard,
      watermark: marks?.of(shard) ?? 0,
      waiting: marks?.waiting(shard) ?? 0,
    }));
  }

  /** Unix milliseconds; 0 while nothing is proven. See Completeness. */
  get completeAt(): number {
    return this.#followed?.completeness.completeAt ?? 0;
  }

  /** Milliseconds; see Completeness. While nothing was ever proven, the time since this process began to try. */
  lag(): number {
    const completeness = this.#followed?.completeness;
    if (completeness && completeness.completeAt > 0) return completeness.lag;
    return Math.round(performance.now() - this.#startedAt);
  }

  /** @param shard the one that matters, else all */
  isVisible({ log, epoch, position }: LogPosition, shard?: number): boolean {
    const followed = this.#followed;
    if (!followed || followed.log !== log || followed.epoch !== epoch) return false;
    return (shard === undefined ? followed.marks.minimum : followed.marks.of(shard)) >= position;
  }

  /** Resolves when something more may have become visible, or after some milliseconds. */
  change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, withinMs);
      this.#waiting.add(end);
    });
  }

  /** The part that a writer raises. Undefined for another log, or an epoch that a restore has ended. */
  writable(log: string, epoch: number): Pick<Followed, 'marks' | 'completeness'> | undefined {
    const followed = this.#followed;
    return followed?.log === log && followed.epoch === epoch ? followed : undefined;
  }

  /**
   * Follows this log from now on, unless another one or a later epoch is followed already. What was restored is another
   * log as far as positions go, so its watermarks start from 0, or from what a replica has stored of it.
   */
  async follow(log: string, epoch: number): Promise<void> {
    await this.#load();
    const before = this.#followed;
    if (before && (before.log !== log || before.epoch >= epoch)) return;
    const documents = await this.store.watermarks.find({ log, epoch }).toArray();
    if (before)
      this.#logger.warn({ log, from: before.epoch, to: epoch }, 'the log was restored: a new epoch');
    this.#start(log, epoch, documents);
  }

  /**
   * To be called before anything is built on what was written before. After an interruption only what the store says
   * counts: what it had confirmed may be lost, and what this process knows beyond it was perhaps never kept.
   */
  async recall(): Promise<void> {
    await this.store.confirm();
    const { interruptions } = this.store;
    if (interruptions === this.#interruptions) return;
    const followed = this.#followed;
    if (followed) {
      const { log, epoch, stored } = followed;
      const confirmed = [...stored];
      const documents = await this.store.watermarks.find({ log, epoch }).toArray();
      if (!this.#hasLost(confirmed, documents)) this.#logger.info('starting from what the store has');
      this.#start(log, epoch, documents);
    }
    this.#interruptions = interruptions;
  }

  /**
   * Writes the watermarks that have risen, and wakes who waits. Call after every write to the read model.
   *
   * @throws StoreUnavailable when the store was interrupted since `recall`: some of what was written since may be lost
   */
  async save(): Promise<void> {
    if (this.store.interruptions !== this.#interruptions) {
      throw new StoreUnavailable('the store was interrupted while it was written to');
    }
    const followed = this.#followed;
    if (!followed) return;
    const { log, epoch, marks, completeness, stored } = followed;
    completeness.reached(marks.minimum);
    this.#announce();
    const risen = stored.flatMap((position, shard) => (marks.of(shard) > position ? [shard] : []));
    if (risen.length === 0) return;
    const positions = risen.map((shard) => marks.of(shard));
    const { completeAt } = completeness;
    await untilNoRace(() =>
      this.store.watermarks.bulkWrite(
        risen.map((shard, index) => ({
          updateOne: {
            filter: { _id: `${log}:${epoch}:${shard}` },
            update: {
              $max: { position: positions[index]!, completeAt },
              $setOnInsert: { log, epoch, shard },
            },
            upsert: true,
          },
        })),
        { ordered: false },
      ),
    );
    risen.forEach((shard, index) => (stored[shard] = Math.max(stored[shard]!, positions[index]!)));
  }

  /**
   * Goes over to another generation of the read model, in which everything is that was visible here before. To be called
   * while nothing is written.
   */
  async moveTo(generation: number): Promise<void> {
    const documents = await newestOf(this.store.generations.collectionsOf(generation).watermarks);
    // At once, so that no reader is told of the one what is only in the other.
    this.store.use(generation);
    this.#startFrom(documents);
    this.#announce();
  }

  /** Takes over what other replicas have written. Calls at the same time share one. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#readStore().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #readStore(): Promise<void> {
    await this.#load();
    const followed = this.#followed;
    if (!followed) return;
    const { log, epoch, marks, completeness } = followed;
    const confirmed = [...followed.stored];
    const documents = await this.store.watermarks.find({ log, epoch }).toArray();
    if (this.#followed !== followed) return;
    const stored = byShard(documents);
    if (this.#hasLost(confirmed, documents)) return this.#start(log, epoch, documents);
    marks.merge(stored);
    stored.forEach(
      (position, shard) => (followed.stored[shard] = Math.max(followed.stored[shard]!, position)),
    );
    completeness.proven(provenBy(documents));
    const before = completeness.completeAt;
    completeness.reached(marks.minimum);
    if (stored.some((position, shard) => position > confirmed[shard]!) || completeness.completeAt > before) {
      this.#announce();
    }
  }

  #hasLost(confirmed: readonly number[], documents: readonly WatermarkDocument[]): boolean {
    const stored = byShard(documents);
    const lost = stored.some((position, shard) => position < confirmed[shard]!);
    if (lost) {
      this.#logger.error(
        { confirmed, stored },
        'the store has lost what it had confirmed: starting from what it has',
      );
      this.store.forgetIndexes();
    }
    return lost;
  }

  /** Once; again only when the store failed. */
  #load(): Promise<void> {
    this.#loading ??= this.#readNewest().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #readNewest(): Promise<void> {
    await this.store.prepare();
    this.#startFrom(await newestOf(this.store.watermarks));
  }

  #startFrom(documents: readonly WatermarkDocument[]): void {
    const [newest] = documents;
    if (newest) this.#start(newest.log, newest.epoch, documents);
    else this.#followed = undefined;
  }

  #start(log: string, epoch: number, documents: readonly WatermarkDocument[]): void {
    const marks = new ShardWatermarks();
    const stored = byShard(documents);
    marks.merge(stored);
    const completeness = new Completeness(provenBy(documents));
    completeness.reached(marks.minimum);
    this.#followed = { log, epoch, marks, completeness, stored };
    this.#announce();
  }

  #announce(): void {
    for (const end of [...this.#waiting]) end();
  }
}

/** Those of the latest epoch. */
async function newestOf(watermarks: Collection<WatermarkDocument>): Promise<WatermarkDocument[]> {
  const [newest] = await watermarks.find().sort({ epoch: -1 }).limit(1).toArray();
  if (!newest) return [];
  const { log, epoch } = newest;
  return watermarks.find({ log, epoch }).toArray();
}

function byShard(documents: readonly WatermarkDocument[]): number[] {
  const positions = new Array<number>(SHARD_COUNT).fill(0);
  for (const { shard, position } of documents) positions[shard] = position;
  return positions;
}

function provenBy(documents: readonly WatermarkDocument[]): number {
  return Math.max(0, ...documents.map(({ completeAt }) => completeAt));
}
