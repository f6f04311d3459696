import { setTimeout as sleep } from 'node:timers/promises';
import { isAmendmentType, type LogPosition } from '@daybook/timeline-domain';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';
import { Logger } from '../logger.js';
import { eitherOf } from '../mongo/entry-filter.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';
import { Change, CHANGE_FIELDS, type ChangeSource } from './change.js';

/** How often the watermark is looked at: what comes meanwhile is read at once, and sent together. */
const TICK_MS = 20;
/** How often the store is asked for what other replicas have applied. */
const REFRESH_MS = 100;
const PAUSE_AFTER_FAILURE_MS = 500;
const MOST_AT_ONCE = 1_000;
/** Who falls behind by more than is held reads the store. */
const HELD_BYTES = 32 * 1024 * 1024;
const HELD_BATCHES = 1_000;

interface Batch {
  readonly from: number;
  readonly to: LogPosition;
  readonly bytes: number;
  /** Of each account that was listened to when this was read. */
  readonly changes: ReadonlyMap<string, readonly Change[]>;
}

/**
 * The last part of the log, read once for all who follow it here: each rise of the watermark costs one query, however
 * many they are. Only what somebody listens to is read, and nothing while nobody does.
 */
@Injectable()
export class LiveTail implements OnModuleDestroy {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #logger: PinoLogger;
  /** Each begins where the one before it ends. */
  #batches: Batch[] = [];
  #bytes = 0;
  #running: Promise<void> | undefined;
  #closed = false;
  #refreshedAt = -Infinity;

  constructor(
    private readonly progress: Progress,
    private readonly store: Store,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'live-tail' });
  }

  /**
   * @param heard called whenever there may be something new
   * @returns ends it
   */
  listen(account: string, heard: () => void): () => void {
    const ofAccount = this.#listeners.get(account) ?? new Set();
    this.#listeners.set(account, ofAccount.add(heard));
    this.#running ??= this.#run();
    return () => {
      ofAccount.delete(heard);
      if (ofAccount.size === 0 && this.#listeners.get(account) === ofAccount) this.#listeners.delete(account);
    };
  }

  /** What an account has behind a place; undefined where that is not held. */
  since(account: string, from: LogPosition): { changes: Iterable<Change>; to: LogPosition } | undefined {
    const to = this.#batches.at(-1)?.to;
    if (!to || to.log !== from.log || to.epoch !== from.epoch) return undefined;
    if (from.position >= to.position) return undefined;
    const first = this.#batches.findLastIndex((batch) => batch.from <= from.position);
    if (first < 0) return undefined;
    for (let n = first; n < this.#batches.length; n += 1) {
      if (!this.#batches[n]!.changes.has(account)) return undefined;
    }
    return { changes: this.#held(first, account, from.position), to };
  }

  /** Thousands ask at once, most of them for the last batch alone: so nothing is copied. */
  *#held(first: number, account: string, behind: number): Generator<Change> {
    for (let n = first; n < this.#batches.length; n += 1) {
      for (const change of this.#batches[n]!.changes.get(account)!)
        if (change.position > behind) yield change;
    }
  }

  /** Whether what comes behind a place is what this reads next: then there is no need to ask the store. */
  expects(account: string, from: LogPosition): boolean {
    const to = this.#batches.at(-1)?.to;
    if (!to || to.log !== from.log || to.epoch !== from.epoch) return false;
    return from.position >= to.position && this.#listeners.has(account);
  }

  /** Resolves when there may be something new for an account, when the service ends, or after some milliseconds. */
  next(account: string, withinMs: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(end, withinMs);
      const stop = this.listen(account, end);
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  async onModuleDestroy(): Promise<void> {
    this.#closed = true;
    this.#tell();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#listeners.size > 0 && !this.#closed) {
      try {
        await this.#refresh();
        if (this.#listeners.size > 0) await this.#advance();
        await sleep(TICK_MS);
      } catch (error) {
        this.#logger.debug({ err: error }, 'not now');
        await sleep(PAUSE_AFTER_FAILURE_MS);
      }
    }
    this.#forget();
    this.#running = undefined;
  }

  async #refresh(): Promise<void> {
    const now = performance.now();
    if (now - this.#refreshedAt < REFRESH_MS) return;
    await this.store.read(() => this.progress.refresh());
    this.#refreshedAt = now;
  }

  async #advance(): Promise<void> {
    const watermark = this.progress.watermark;
    const last = this.#batches.at(-1)?.to;
    if (!last || last.log !== watermark.log || last.epoch !== watermark.epoch) {
      this.#forget();
      this.#hold({ from: watermark.position, to: watermark, bytes: 0, changes: this.#nothing() });
    } else if (watermark.position > last.position) {
      this.#hold(await this.#read(last, watermark));
    } else return;
    this.#tell();
  }

  async #read(from: LogPosition, watermark: LogPosition): Promise<Batch> {
    const changes = this.#nothing();
    const { epoch, position } = watermark;
    const fresh = { epoch, position: { $gt: from.position, $lte: position } };
    const found = await this.store.read(() =>
      this.store.entries
        .find<ChangeSource>(
          // Not one list of accounts, for which SecantusDB looks at all that they have.
          eitherOf([...changes.keys()].map((account) => ({ account, ...fresh }))),
          { ...READ_LIMIT, projection: CHANGE_FIELDS },
        )
        .sort({ position: 1 })
        .limit(MOST_AT_ONCE)
        .batchSize(MOST_AT_ONCE)
        .toArray(),
    );
    let bytes = 0;
    for (const entry of found) {
      const change = new Change(entry, watermark);
      changes.get(entry.account)!.push(change);
      bytes += change.size;
    }
    // What was read before says what an entry was like until now.
    if (found.some(({ type }) => isAmendmentType(type))) this.#forget();
    const cut = found.length === MOST_AT_ONCE;
    const to = cut ? { ...watermark, position: found.at(-1)!.position } : watermark;
    return { from: from.position, to, bytes, changes };
  }

  #nothing(): Map<string, Change[]> {
    return new Map([...this.#listeners.keys()].map((account) => [account, []]));
  }

  #hold(batch: Batch): void {
    this.#batches.push(batch);
    this.#bytes += batch.bytes;
    while (this.#batches.length > 1 && (this.#bytes > HELD_BYTES || this.#batches.length > HELD_BATCHES)) {
      this.#bytes -= this.#batches.shift()!.bytes;
    }
  }

  #forget(): void {
    this.#batches = [];
    this.#bytes = 0;
  }

  #tell(): void {
    for (const ofAccount of this.#listeners.values()) for (const heard of [...ofAccount]) heard();
  }
}
