import { MAX_FEED_PAGE } from '@daybook/timeline-contracts';
import type { LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { BatchApplier, type FeedProof } from './batch-applier.js';
import { FeedClient, type FeedPage } from './feed-client.js';
import { readFeedItem } from './incoming.js';
import { feedPages } from './metrics.js';
import { Progress } from './progress.js';

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
    const page = await this.#ask(from, limit, stop);
    feedPages.inc();
    return this.#apply(page);
  }

  /**
   * Reads everything that is in the log. The next page is fetched while one is written.
   *
   * @param onPage called after each page is in the store; what it throws ends the reading
   */
  async readToHead(
    stop: AbortSignal,
    onPage: (proof: FeedProof) => Promise<void> | void = () => undefined,
  ): Promise<void> {
    await this.progress.refresh();
    let page: FeedPage | undefined = await this.#ask(this.progress.watermark.position, MAX_FEED_PAGE, stop);
    while (page) {
      feedPages.inc();
      const { log, epoch, next, head }: FeedPage = page;
      const coming: Promise<FeedPage> | undefined =
        next.position < head
          ? this.feed.read({ log, epoch, position: next.position }, MAX_FEED_PAGE, stop)
          : undefined;
      // It may fail before anybody waits for it.
      coming?.catch(() => undefined);
      await onPage(await this.#apply(page));
      page = await coming;
    }
  }

  #ask(from: number, limit: number, stop: AbortSignal): Promise<FeedPage> {
    const following = this.progress.followed;
    const after: LogPosition | undefined = following && { ...this.progress.watermark, position: from };
    return this.feed.read(after, limit, stop);
  }

  async #apply({ log, epoch, items, after, next, head, askedAt }: FeedPage): Promise<FeedProof> {
    const proof = { after, next: next.position, head, askedAt };
    await this.applier.applyPage({ log, epoch }, items.map(readFeedItem), proof);
    return proof;
  }
}
