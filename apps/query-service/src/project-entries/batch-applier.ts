import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Logger as PinoLogger } from 'pino';
import { Logger } from '../logger.js';
import type { EntryDocument, EntryPlace } from '../mongo/documents.js';
import type { Incoming, IncomingEntry, IncomingHead, Poison } from './incoming.js';
import { entriesApplied, entriesSkipped, messagesParked } from './metrics.js';
import { Progress } from './progress.js';
import { ReadModelWriter } from './read-model-writer.js';

/** What a page of the feed proves. */
export interface FeedProof {
  readonly after: number;
  readonly next: number;
  readonly head: number;
  /** When it was asked for, Unix milliseconds. */
  readonly askedAt: number;
}

/**
 * A batch of this many entries is written as two, at the same time, so that the store works on the one while this process
 * makes the other ready. Fewer are not worth the questions that each part begins and ends with.
 */
const MIN_ENTRIES_APART = 200;
/** Entries whose places are remembered: what some seconds of much traffic bring. */
const MOST_PLACES = 10_000;

interface Generation {
  readonly log: string;
  readonly epoch: number;
}

/**
 * Applies a batch: first the read model, then the watermarks, one batch at a time. A failure may leave any part
 * written; the same batch can be applied again.
 */
@Injectable()
export class BatchApplier {
  readonly #logger: PinoLogger;
  readonly #places = new LRUCache<string, EntryPlace>({ max: MOST_PLACES });
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly progress: Progress,
    private readonly writer: ReadModelWriter,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'projector' });
  }

  /**
   * Where an entry stands that was applied here lately; whether it is visible the watermarks say.
   *
   * @param key see entryKey
   */
  placeOf(key: string): EntryPlace | undefined {
    return this.#places.get(key);
  }

  apply(source: 'queue' | 'feed', batch: readonly Incoming[]): Promise<void> {
    return this.alone(async () => {
      await this.progress.recall();
      const generation = newestGeneration(batch);
      await this.#park(source, batch.filter(isPoison));
      if (generation) await this.#apply(source, generation, batch, undefined);
    });
  }

  /** A page of the catch-up feed, in full: what it holds, and that there is nothing else up to `next`. */
  applyPage(
    generation: Generation,
    items: readonly (IncomingEntry | Poison)[],
    proof: FeedProof,
  ): Promise<void> {
    return this.alone(async () => {
      await this.progress.recall();
      await this.#park('feed', items.filter(isPoison));
      await this.#apply('feed', generation, items, proof);
    });
  }

  /** While this works, no batch is written: those that come wait for it. */
  alone(work: () => Promise<void>): Promise<void> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #apply(
    source: 'queue' | 'feed',
    { log, epoch }: Generation,
    batch: readonly Incoming[],
    proof: FeedProof | undefined,
  ): Promise<void> {
    await this.progress.follow(log, epoch);
    const here = this.progress.writable(log, epoch);
    if (!here) {
      const following = this.progress.watermarkText;
      if (proof) throw new Error(`the feed is of ${log}:${epoch}, and this read model follows ${following}`);
      this.#logger.error({ log, epoch, following }, 'dropped messages of another log');
      entriesSkipped.inc(batch.length);
      return;
    }
    const { marks, completeness } = here;
    const entries = batch.filter(isEntry).filter((entry) => entry.log === log && entry.epoch === epoch);
    const fresh = entries.filter(({ shard, position }) => position > marks.of(shard));
    entriesSkipped.inc(batch.filter(isEntry).length - fresh.length);
    for (const { position, recordedAt } of fresh) completeness.entry(position, recordedAt);

    // All of them end before this does, also where one fails: what comes after finds nobody writing.
    const written = await Promise.allSettled(apart(fresh).map((part) => this.writer.write(part)));
    for (const part of written) if (part.status === 'rejected') throw part.reason;
    entriesApplied.inc({ source }, fresh.length);

    for (const { shard, position, shardPrev, document } of fresh) {
      marks.applied(shard, position, shardPrev);
      if (document) this.#places.set(document._id, { log, epoch, position, shard });
    }
    for (const head of batch.filter(isHead)) {
      if (head.log !== log || head.epoch !== epoch) continue;
      marks.head(head.position, head.shardLast);
      completeness.logEndedAt(head.position, head.at);
    }
    if (proof) {
      marks.reachedByFeed(proof.after, proof.next);
      completeness.logEndedAt(proof.head, proof.askedAt);
    }
    await this.progress.save();
  }

  async #park(source: 'queue' | 'feed', poisons: readonly Poison[]): Promise<void> {
    if (poisons.length === 0) return;
    await this.writer.park(poisons);
    messagesParked.inc({ source }, poisons.length);
    for (const { reason } of poisons) this.#logger.error({ source, reason }, 'parked what could not be read');
  }
}

/** Documents in parts that may be written at the same time, since none has entries of an incident of the other. */
function apart(entries: readonly IncomingEntry[]): EntryDocument[][] {
  const parts: EntryDocument[][] = entries.length < MIN_ENTRIES_APART ? [[]] : [[], []];
  for (const { shard, document } of entries) if (document) parts[shard % parts.length]!.push(document);
  return parts;
}

/** After a restore of the log, messages of the old epoch may still lie in the queue: the later one counts. */
function newestGeneration(batch: readonly Incoming[]): Generation | undefined {
  const placed = batch.filter((one): one is IncomingEntry | IncomingHead => one.kind !== 'poison');
  return placed.reduce<Generation | undefined>(
    (newest, { log, epoch }) => (newest && newest.epoch >= epoch ? newest : { log, epoch }),
    undefined,
  );
}

const isPoison = (incoming: Incoming): incoming is Poison => incoming.kind === 'poison';
const isEntry = (incoming: Incoming): incoming is IncomingEntry => incoming.kind === 'entry';
const isHead = (incoming: Incoming): incoming is IncomingHead => incoming.kind === 'head';
