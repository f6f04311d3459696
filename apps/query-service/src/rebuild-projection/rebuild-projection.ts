import { setTimeout as sleep } from 'node:timers/promises';
import type { LogPosition } from '@daybook/timeline-domain';
import type { Logger } from 'pino';
import { Store, WALK_DEADLINE_MS } from '../mongo/store.js';
import type { FeedProof } from '../project-entries/batch-applier.js';
import type { FeedClient } from '../project-entries/feed-client.js';
import { Progress } from '../project-entries/progress.js';
import { projectionInto, type Projection } from '../project-entries/projection-into.js';
import { compareGenerations, type Compared } from './compare-generations.js';
import { RebuildLock, Refused, type RebuildChoice } from './rebuild-lock.js';

/** For so long after the switch the new generation is read on from here, until all replicas have gone over to it. */
const FOLLOWING_MS = 3_000;
const TAIL_MS = 100;
/** A server that is away is waited for so long. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 1_000;

export interface RebuildServers {
  readonly mongodbUrl: string;
  readonly feed: FeedClient;
  readonly logger: Logger;
}

export interface RebuildOptions extends RebuildChoice {
  readonly signal: AbortSignal;
  /** Positions up to `position` of `head` are in the new generation. */
  readonly onProgress?: (position: number, head: number) => void;
  readonly onPhase?: (phase: 'building' | 'comparing' | 'switching', generation: number) => void;
  /** A server is away: it is asked again. */
  readonly onWaiting?: (reason: string) => void;
}

export interface RebuildReport {
  readonly generation: number;
  /** The one that was live before, kept until it is dropped. */
  readonly replaced: number;
  readonly watermark: LogPosition;
  /** Entries that were read for it, those after an interruption alone. */
  readonly entries: number;
  readonly buildSeconds: number;
  readonly compared: { readonly entries: Compared; readonly incidents: Compared };
}

/**
 * Builds a generation of the read model from the log beside the live one, and makes it the live one. The same code that
 * projects in the service writes it. It may be interrupted anywhere and run again: it goes on where it was.
 *
 * @throws Refused while another process does the same, or when the generation can't be built
 * @throws Error when the feed or the store stayed away, or `signal` was aborted; the live generation is as it was
 */
export async function rebuildProjection(
  { mongodbUrl, feed, logger }: RebuildServers,
  options: RebuildOptions,
): Promise<RebuildReport> {
  const live = new Store(mongodbUrl, logger, undefined, WALK_DEADLINE_MS);
  try {
    const lock = await RebuildLock.take(live.generations, options);
    const next = new Store(mongodbUrl, logger, lock.generation, WALK_DEADLINE_MS);
    try {
      return await new Rebuild(live, projectionInto(next, feed, logger), lock, options, logger).run();
    } finally {
      await next.close();
      await lock.release().catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      });
    }
  } finally {
    await live.close();
  }
}

class Rebuild {
  #entries = 0;

  constructor(
    private readonly live: Store,
    private readonly projection: Projection,
    private readonly lock: RebuildLock,
    private readonly options: RebuildOptions,
    private readonly logger: Logger,
  ) {}

  async run(): Promise<RebuildReport> {
    const { generation } = this.lock;
    const { onPhase, signal } = this.options;
    onPhase?.('building', generation);
    const startedAt = performance.now();
    await this.#readToHead();
    const buildSeconds = (performance.now() - startedAt) / 1_000;
    const entries = this.#entries;

    onPhase?.('comparing', generation);
    const { generations } = this.live;
    const compared = await compareGenerations(
      generations.collectionsOf((await generations.read()).live),
      generations.collectionsOf(generation),
      await this.#sharedWatermark(),
      async () => {
        signal.throwIfAborted();
        await this.lock.renew();
      },
    );

    onPhase?.('switching', generation);
    // What came while the two were compared.
    await this.#readToHead();
    const replaced = await this.lock.makeLive();
    await this.#tail().catch(() => undefined);
    const { watermark } = this.projection.progress;
    return { generation, replaced, watermark, entries, buildSeconds, compared };
  }

  /** Up to where both can be compared. */
  async #sharedWatermark(): Promise<LogPosition> {
    const progress = new Progress(this.live, this.logger);
    await progress.refresh();
    const [live, next] = [progress.watermark, this.projection.progress.watermark];
    const ofOneLog = live.log === next.log && live.epoch === next.epoch;
    return ofOneLog && live.position < next.position ? live : next;
  }

  /** Replicas go over by themselves. Meanwhile each sees what the others bring, since it is read from here. */
  async #tail(): Promise<void> {
    for (const end = performance.now() + FOLLOWING_MS; performance.now() < end; await sleep(TAIL_MS)) {
      await this.#readToHead();
    }
  }

  async #readToHead(): Promise<void> {
    const { signal, onWaiting } = this.options;
    let readAt = performance.now();
    const onPage = async ({ after, next, head }: FeedProof) => {
      readAt = performance.now();
      this.#entries += next - after;
      this.options.onProgress?.(next, head);
      signal.throwIfAborted();
      await this.lock.renew();
    };
    for (;;) {
      try {
        await this.projection.reader.readToHead(signal, onPage);
        return;
      } catch (error) {
        if (signal.aborted || error instanceof Refused || performance.now() - readAt > PATIENCE_MS)
          throw error;
        onWaiting?.((error as Error).message);
        await sleep(RETRY_MS, undefined, { signal });
        await this.lock.renew().catch((failure: unknown) => {
          if (failure instanceof Refused) throw failure;
        });
      }
    }
  }
}
