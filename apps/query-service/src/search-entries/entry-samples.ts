import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { EntryDocument } from '../mongo/documents.js';
import { MATCHED_FIELDS } from '../mongo/entry-filter.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';

/** Positions of the log that are drawn: what one entry in a hundred holds is then found about ten times. */
const DRAWN = 1_000;
const FRESH_MS = 60_000;
/** A log that has grown by as much since has too many entries that no sample stands for. */
const GROWTH = 1.1;
/** Half a megabyte each. */
const MOST_SAMPLES = 20;

export type SampledEntry = Pick<EntryDocument, 'key' | keyof typeof MATCHED_FIELDS>;

/** Stands for all entries of an account where it is guessed how many there are, where they are and what they hold. */
export interface EntrySample {
  /** By key. */
  readonly entries: readonly SampledEntry[];
  /** How many entries each stands for. */
  readonly each: number;
}

/** Samples of the entries of accounts, at most a minute old. */
@Injectable()
export class EntrySamples {
  readonly #samples = new LRUCache<string, EntrySample, string>({
    max: MOST_SAMPLES,
    ttl: FRESH_MS,
    fetchMethod: (_name, _stale, { context: account }) => this.#draw(account),
    // Whoever waits for one gets it, though others have taken its place.
    ignoreFetchAbort: true,
  });

  constructor(
    private readonly store: Store,
    private readonly progress: Progress,
  ) {}

  of(account: string): Promise<EntrySample> {
    const { epoch, position } = this.progress.watermark;
    const size = Math.floor(Math.log(1 + position) / Math.log(GROWTH));
    const name = [this.store.generation, epoch, size, account].join('/');
    return this.#samples.forceFetch(name, { context: account });
  }

  /** One position of each stretch of the log: drawn by place, since times may crowd. */
  async #draw(account: string): Promise<EntrySample> {
    const { epoch, position } = this.progress.watermark;
    const drawn = Math.min(DRAWN, position);
    const each = position / Math.max(1, drawn);
    const positions = Array.from({ length: drawn }, (_, n) => 1 + Math.floor((n + Math.random()) * each));
    const entries = await this.store.entries
      .find<SampledEntry>(
        { account, epoch, position: { $in: positions } },
        { ...READ_LIMIT, projection: { ...MATCHED_FIELDS, key: 1 } },
      )
      .toArray();
    return { entries: entries.toSorted((a, b) => (a.key < b.key ? -1 : 1)), each };
  }
}
