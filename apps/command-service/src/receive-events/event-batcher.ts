import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { EntriesRecorded } from '../append-entry/entries-recorded.js';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { AlertLog, type EventRecorded, type NewEvent } from './alert-log.js';

/** One transaction takes at most this many events. */
const MAX_BATCH = 200;
/** What may wait in memory before senders are told to come back: none of it has been acknowledged. */
const MAX_WAITING = 10_000;

interface Waiting {
  readonly event: NewEvent;
  readonly resolve: (recorded: EventRecorded) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets events that come at the same time share a transaction. One batch is under way at a time, so that the events of
 * this process find each alert as the one before has left it. A batch that fails for its data is cut in two until the
 * bad event stands alone; one that fails for the log takes all that wait along, which are queued then.
 */
@Injectable()
export class EventBatcher {
  #waiting: Waiting[] = [];
  #running = false;

  constructor(
    private readonly log: AlertLog,
    private readonly events: EventBus,
  ) {}

  /** @throws LogUnavailable; any other error is about this event alone */
  record(event: NewEvent): Promise<EventRecorded> {
    if (this.#waiting.length >= MAX_WAITING)
      return Promise.reject(new LogUnavailable('too many events are waiting'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      // In a later turn, so that all that came with this turn of the event loop goes together.
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#record(this.#waiting.splice(0, MAX_BATCH));
    this.#running = false;
  }

  async #record(batch: readonly Waiting[]): Promise<void> {
    let recorded: EventRecorded[];
    try {
      recorded = await this.log.record(batch.map(({ event }) => event));
    } catch (error) {
      if (error instanceof LogUnavailable) {
        for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(error);
        return;
      }
      if (batch.length === 1) return batch[0]!.reject(error);
      const middle = Math.ceil(batch.length / 2);
      await this.#record(batch.slice(0, middle));
      await this.#record(batch.slice(middle));
      return;
    }
    batch.forEach(({ resolve }, index) => resolve(recorded[index]!));
    if (recorded.some(({ repeated }) => !repeated)) this.events.publish(new EntriesRecorded());
  }
}
