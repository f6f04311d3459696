import { MAX_FEED_PAGE } from '@daybook/timeline-contracts';
import type { LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { BatchApplier, type FeedProof } from './batch-applier.js';
import { FeedClient, type FeedPage } from './feed-client.js';
import { readFeedItem, type IncomingEntry, type Poison } from './incoming.js';
import { feedPages } from './metrics.js';
import { Progress } from './progress.js';

/** A page as it is applied: what it was made of is let go, since two are in memory at a time. */
interface ReadPage extends Omit<FeedPage, 'items'> {
  readonly incoming: readonly (IncomingEntry | Poison)[];
}

/** Reads the feed into a read model. */
@Injectable()
export class FeedReader {
  constructor(
    private readonly feed: FeedClient,
    private readonly applier: BatchApplier,
    private readonly progress: Progress,
  ) {}

  /** @param from the position behind which to read in the log that is followed; another one is read from its start */
  async readPage(from: number, limit: number, stop: AbortSignal): Promise<FeedProof> {
    return this.#apply(await this.#read(this.#place(from), limit, stop));
  }

  /**
   * Reads everything that is in the log. The next page is fetched and made ready while one is written.
   *
   * @param onPage called after each page is in the store; what it throws ends the reading
   */
  async readToHead(
    stop: AbortSignal,
    onPage: (proof: FeedProof) => Promise<void> | void = () => undefined,
  ): Promise<void> {
    await this.progress.refresh();
    const from = this.#place(this.progress.watermark.position);
    let page: ReadPage | undefined = await this.#read(from, MAX_FEED_PAGE, stop);
    while (page) {
      const { log, epoch, next, head }: ReadPage = page;
      const coming: Promise<ReadPage> | undefined =
        next.position < head
          ? this.#read({ log, epoch, position: next.position }, MAX_FEED_PAGE, stop)
          : undefined;
      // It may fail before anybody waits for it.
      coming?.catch(() => undefined);
      await onPage(await this.#apply(page));
      page = await coming;
    }
  }

  #place(from: number): LogPosition | undefined {
    return this.progress.followed && { ...this.progress.watermark, position: from };
  }

  async #read(after: LogPosition | undefined, limit: number, stop: AbortSignal): Promise<ReadPage> {
    const { items, ...page } = await this.feed.read(after, limit, stop);
    feedPages.inc();
    return { ...page, incoming: items.map(readFeedItem) };
  }

  async #apply({ log, epoch, incoming, after, next, head, askedAt }: ReadPage): Promise<FeedProof> {
    const proof = { after, next: next.position, head, askedAt };
    await this.applier.applyPage({ log, epoch }, incoming, proof);
    return proof;
  }
}
