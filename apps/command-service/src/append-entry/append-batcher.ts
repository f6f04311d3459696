import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { Histogram } from 'prom-client';
import { EntriesRecorded } from './entries-recorded.js';
import { EntryLog, LogUnavailable, type Appended, type Misplaced, type NewEntry } from './entry-log.js';

/** One transaction takes at most this many entries and this many characters of bodies. */
const MAX_BATCH = 500;
const MAX_BATCH_CHARACTERS = 8 * 1024 * 1024;
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
 * Lets concurrent appends share a transaction. One batch is under way at a time, and whatever arrives meanwhile is
 * the next one: a lone caller waits for nobody, and the batches grow with the load. Measured with `npm run bench`.
 *
 * A caller is answered only after its batch has committed. A batch that fails for its data is cut in two until the
 * bad entry stands alone, so that it fails alone.
 */
@Injectable()
export class AppendBatcher {
  #waiting: Waiting[] = [];
  #waitingCharacters = 0;
  #running = false;

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
      // In a later turn, so that all that came with this turn of the event loop goes together.
      if (!this.#running) {
        this.#running = true;
        setImmediate(() => void this.#run());
      }
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#appendAll(this.#nextBatch());
    this.#running = false;
  }

  #nextBatch(): Waiting[] {
    let characters = 0;
    let count = 0;
    for (const { entry } of this.#waiting) {
      characters += entry.body.length;
      if (count > 0 && (count === MAX_BATCH || characters > MAX_BATCH_CHARACTERS)) break;
      count += 1;
    }
    return this.#take(count);
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
