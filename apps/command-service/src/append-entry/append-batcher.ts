import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { Histogram } from 'prom-client';
import { EntriesRecorded } from './entries-recorded.js';
import { EntryLog, LogUnavailable, type Appended, type Misplaced, type NewEntry } from './entry-log.js';

/** One transaction takes at most this many entries and this many characters of bodies. */
const MAX_BATCH = 500;
const MAX_BATCH_CHARACTERS = 8 * 1024 * 1024;
/** While the log works on one batch, the next is made ready and sent behind it, so that the log never waits for this process. */
const MAX_UNDER_WAY = 2;
/**
 * A batch is only sent behind another when it is no smaller than that and than this: a transaction costs as much as
 * some 20 entries, so many small ones cost more than the wait for a large one.
 */
const MIN_BEHIND = 16;
/** What may wait in memory before callers are told to come back: none of it has been acknowledged. */
const MAX_WAITING_CHARACTERS = 128 * 1024 * 1024;
/** Who has waited this long when a batch finds the log away is told so, and does not wait for another one to find out. */
const MAX_WAIT_MS = 2_000;

const batchSize = new Histogram({
  name: 'daybook_append_batch_entries',
  help: 'Entries that shared a transaction',
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
});
const batchSeconds = new Histogram({
  name: 'daybook_append_batch_seconds',
  help: 'From a batch’s start to its commit, or to the news that it failed',
  buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
});

interface Waiting {
  readonly entry: NewEntry;
  /** By performance.now(). */
  readonly since: number;
  readonly resolve: (appended: Appended | Misplaced) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets concurrent appends share a transaction. A lone caller waits for nobody: whatever arrives while a batch is under
 * way is the next one, so the batches grow with the load. Two at most are under way, in the order in which their
 * entries came. Measured with `npm run bench:write`; docs/explanation/write-performance.md tells what it brings.
 *
 * A caller is answered only after its batch has committed. A batch that fails for its data is cut in two until the
 * bad entry stands alone, so that it fails alone.
 */
@Injectable()
export class AppendBatcher {
  #waiting: Waiting[] = [];
  #waitingCharacters = 0;
  #starting = false;
  #batchesUnderWay = 0;
  #entriesUnderWay = 0;

  constructor(
    private readonly log: EntryLog,
    private readonly events: EventBus,
  ) {}

  /** @throws LogUnavailable; any other error is about this entry alone */
  append(entry: NewEntry): Promise<Appended | Misplaced> {
    if (this.#waitingCharacters > MAX_WAITING_CHARACTERS) {
      return Promise.reject(new LogUnavailable('too many appends are waiting'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, since: performance.now(), resolve, reject });
      this.#waitingCharacters += entry.body.length;
      this.#startLater();
    });
  }

  /** In a later turn, so that all that came with this turn of the event loop goes together. */
  #startLater(): void {
    if (this.#starting) return;
    this.#starting = true;
    setImmediate(() => {
      this.#starting = false;
      for (let size = this.#nextSize(); size > 0; size = this.#nextSize()) void this.#run(this.#take(size));
    });
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    this.#batchesUnderWay += 1;
    this.#entriesUnderWay += batch.length;
    await this.#appendAll(batch);
    this.#batchesUnderWay -= 1;
    this.#entriesUnderWay -= batch.length;
    if (this.#waiting.length > 0) this.#startLater();
  }

  /** 0: what waits goes on waiting. */
  #nextSize(): number {
    const waiting = this.#waiting.length;
    if (this.#batchesUnderWay === 0) {
      // In halves, so that one is under way while the callers of the other are answered and come again.
      return this.#fitting(
        waiting < MAX_UNDER_WAY * MIN_BEHIND ? waiting : Math.floor(waiting / MAX_UNDER_WAY),
      );
    }
    if (this.#batchesUnderWay === MAX_UNDER_WAY) return 0;
    if (waiting < Math.max(MIN_BEHIND, this.#entriesUnderWay)) return 0;
    return this.#fitting(waiting);
  }

  /** How many of the first so many fit into a batch: one at least. */
  #fitting(most: number): number {
    let characters = 0;
    let count = 0;
    for (const { entry } of this.#waiting) {
      characters += entry.body.length;
      if (count === Math.min(most, MAX_BATCH) || (count > 0 && characters > MAX_BATCH_CHARACTERS)) break;
      count += 1;
    }
    return count;
  }

  #take(count: number): Waiting[] {
    const taken = this.#waiting.splice(0, count);
    for (const { entry } of taken) this.#waitingCharacters -= entry.body.length;
    return taken;
  }

  /** Each batch takes its whole deadline while the log is silent: the line would be answered one deadline after another. */
  #giveUpOnLongWaits(error: LogUnavailable): void {
    const longAgo = performance.now() - MAX_WAIT_MS;
    const first = this.#waiting.findIndex(({ since }) => since > longAgo);
    for (const { reject } of this.#take(first === -1 ? this.#waiting.length : first)) reject(error);
  }

  async #appendAll(batch: readonly Waiting[]): Promise<void> {
    batchSize.observe(batch.length);
    const stopTimer = batchSeconds.startTimer();
    let appended: (Appended | Misplaced)[];
    try {
      appended = await this.log.append(batch.map(({ entry }) => entry)).finally(stopTimer);
    } catch (error) {
      if (error instanceof LogUnavailable || batch.length === 1) {
        for (const { reject } of batch) reject(error);
        if (error instanceof LogUnavailable) this.#giveUpOnLongWaits(error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await this.#appendAll(batch.slice(0, middle));
      await this.#appendAll(batch.slice(middle));
      return;
    }
    batch.forEach(({ resolve }, index) => resolve(appended[index]!));
    if (appended.some((one) => 'recordedNow' in one && one.recordedNow))
      this.events.publish(new EntriesRecorded());
  }
}
