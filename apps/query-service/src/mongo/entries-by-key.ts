import DataLoader from 'dataloader';
import { Injectable } from '@nestjs/common';
import type { EntryPlace } from './documents.js';
import { VIEW_FIELDS, type ViewSource } from './entry-view.js';
import { READ_LIMIT, Store } from './store.js';

const FIELDS = { ...VIEW_FIELDS, log: 1, epoch: 1, position: 1, shard: 1 } as const;
/** A query's filter has at most 16 MiB, and the rest of them need not wait for a long one. */
const MOST_TOGETHER = 500;

/** What readers are shown of an entry, and where it stands. */
export type PlacedEntry = ViewSource & EntryPlace;

/**
 * Single entries. Those that are asked for while a query is under way are the next query together: a hundred readers
 * who wait for what they have just written would else ask a hundred times for each batch that becomes visible.
 */
@Injectable()
export class EntriesByKey {
  readonly #loader: DataLoader<string, PlacedEntry | undefined>;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Store) {
    this.#loader = new DataLoader(
      (keys) => {
        // Within a deadline, so that a query that hangs holds up no more than those that are in it.
        const found = this.store.read(() => this.#read(keys));
        this.#underWay = found.catch(() => undefined);
        return found;
      },
      {
        // What was there is asked for again: it changes.
        cache: false,
        maxBatchSize: MOST_TOGETHER,
        batchScheduleFn: (ask) => void this.#underWay.then(() => setImmediate(ask)),
      },
    );
  }

  /** @param key see entryKey @throws StoreUnavailable */
  find(key: string): Promise<PlacedEntry | undefined> {
    return this.store.read(() => this.#loader.load(key));
  }

  async #read(keys: readonly string[]): Promise<(PlacedEntry | undefined)[]> {
    const found = this.store.entries.find<PlacedEntry>(
      { _id: { $in: [...keys] } },
      { ...READ_LIMIT, projection: FIELDS },
    );
    const byKey = new Map((await found.toArray()).map((entry) => [entry._id, entry]));
    return keys.map((key) => byKey.get(key));
  }
}
