import { Injectable } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';
import { Config } from '../config.js';
import { Logger } from '../logger.js';
import { Store } from '../mongo/store.js';
import { BatchApplier } from './batch-applier.js';
import { FeedClient } from './feed-client.js';
import { Progress } from './progress.js';
import { projectionInto } from './projection-into.js';

/** After a failure the next try waits for so long: the feed may hang, and the projector has other things to do. */
const PAUSE_MS = 5_000;

/**
 * Takes this replica to the generation that is live, while it serves.
 *
 * What this replica has shown must stay visible, and what its queues have brought it into the old generation is not
 * in the new one. So it reads the feed into the new generation, up to the head of the log, the last bit of it while
 * nothing is written; then readers and writers change over at once. While the feed is away, the old generation is
 * served and written on.
 */
@Injectable()
export class GenerationFollower {
  readonly #logger: PinoLogger;
  /** By performance.now() */
  #failedAt = -Infinity;

  constructor(
    private readonly store: Store,
    private readonly feed: FeedClient,
    private readonly applier: BatchApplier,
    private readonly progress: Progress,
    private readonly config: Config,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'generations' });
  }

  /** Does nothing where the live generation is in use. Never throws: it will be called again. */
  async follow(stop: AbortSignal): Promise<void> {
    const { announced, generation } = this.store;
    if (announced === undefined || announced === generation) return;
    if (performance.now() - this.#failedAt < PAUSE_MS) return;
    try {
      await this.#moveTo(announced, stop);
      const watermark = this.progress.watermarkText;
      this.#logger.info({ from: generation, to: announced, watermark }, 'following the live generation');
    } catch (error) {
      this.#failedAt = performance.now();
      this.#logger.warn(
        { err: error, from: generation, to: announced },
        'the live generation can’t be followed yet',
      );
    }
  }

  async #moveTo(generation: number, stop: AbortSignal): Promise<void> {
    const next = new Store(this.config.mongodbUrl, this.#logger, generation);
    const { reader } = projectionInto(next, this.feed, this.#logger);
    const bringToHead = () =>
      reader.readToHead(stop).catch((error: unknown) => {
        // What is being removed can't be served any longer. What the other lacks comes when the feed is back.
        if (this.store.generationIsKept) throw error;
      });
    try {
      await bringToHead();
      await this.applier.alone(async () => {
        await bringToHead();
        await this.progress.moveTo(generation);
      });
    } finally {
      await next.close();
    }
  }
}
