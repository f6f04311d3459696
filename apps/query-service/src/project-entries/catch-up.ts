import { setTimeout as sleep } from 'node:timers/promises';
import { Broker } from '@daybook/rabbitmq';
import { MAX_FEED_PAGE } from '@daybook/timeline-contracts';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';
import { Logger } from '../logger.js';
import type { FeedProof } from './batch-applier.js';
import { FeedReader } from './feed-reader.js';
import { GenerationFollower } from './generation-follower.js';
import { Progress } from './progress.js';
import { Projector } from './projector.js';

const TICK_MS = 200;
/** A watermark that stands still behind the head for so long has a hole that the queue won't fill. */
const STUCK_MS = 1_000;
/** While the projector always has something in hand, it may only be slow: so long it is taken for that. */
const SLOW_MS = 15_000;
/** Without news from the queue, the head is asked for this often; with news, only to catch a relay that hangs. */
const CHECK_MS = 1_000;
const CHECK_WHILE_FRESH_MS = 5_000;

/** The feed does the queue's work: there is no broker, or the queue has not brought something that exists. */
interface StandIn {
  readonly since: number;
  readonly reason: 'no broker' | 'hole';
}

/**
 * Repairs the read model from the command-service's feed when the queue can't: a hole that stays, history that was
 * never in the queue (a new read model), a broker that is gone, frozen or under an alarm. It goes on reading the feed
 * until the queue is back: until there is a broker, and after a hole until a message comes, to this replica or, as far
 * as the store shows, to the one that this replica stands by for.
 */
@Injectable()
export class CatchUp implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger: PinoLogger;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #logIsShorter = false;
  // All by performance.now(): a clock that is set back must not keep a hole from being filled.
  #lastRefreshAt = -Infinity;
  #lastCheckAt = -Infinity;
  /** When the watermark was seen to have moved last, or nothing to be missing. */
  #moved = { position: -1, at: 0 };
  #standIn: StandIn | undefined;

  constructor(
    private readonly reader: FeedReader,
    private readonly follower: GenerationFollower,
    private readonly progress: Progress,
    private readonly projector: Projector,
    private readonly broker: Broker,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'catch-up' });
  }

  /** The log was put back to an earlier state without a new epoch: nothing that this service shows can be trusted. */
  get logIsShorter(): boolean {
    return this.#logIsShorter;
  }

  /** Where entries come from now. */
  get source(): 'queue' | 'feed' {
    return this.#standIn ? 'feed' : 'queue';
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#tick();
      } catch (error) {
        this.#logger.debug({ err: error }, 'not now');
      }
      await sleep(TICK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #tick(): Promise<void> {
    await this.follower.follow(this.#stopping.signal);
    await this.#refresh();
    this.#chooseSource();
    if (this.#standIn) await this.#readToHead(this.#standIn);
    // Asked from the known head on: a check that moved a watermark that is stuck would hide that it is.
    else if (this.#checkIsDue()) await this.#readPage(this.progress.head, 1);
  }

  /** Shards of other replicas move in the store only. */
  async #refresh(): Promise<void> {
    const now = performance.now();
    const every = this.#standIn ? 0 : CHECK_MS;
    if (now - this.#lastRefreshAt < every) return;
    try {
      await this.progress.refresh();
    } catch (error) {
      // Nothing moves while the store is away: that is no hole.
      this.#moved = { ...this.#moved, at: performance.now() };
      throw error;
    }
    this.#lastRefreshAt = now;
  }

  #chooseSource(): void {
    const now = performance.now();
    const { position } = this.progress.watermark;
    const missing = position < this.progress.head;
    if (!missing || position !== this.#moved.position) this.#moved = { position, at: now };

    if (this.#standIn && this.#queueIsBack(this.#standIn)) this.#standIn = undefined;

    const connected = this.broker.state !== 'disconnected';
    const { busySince: idleAt = now } = this.projector;
    const stuck = idleAt - this.#moved.at >= STUCK_MS || now - this.#moved.at >= SLOW_MS;
    if (!this.#standIn && (!connected || (missing && stuck))) {
      this.#logger.info({ position, head: this.progress.head, connected }, 'reading the feed');
      this.#standIn = { since: now, reason: connected ? 'hole' : 'no broker' };
    }
  }

  #queueIsBack({ since, reason }: StandIn): boolean {
    if (this.broker.state === 'disconnected') return false;
    if (reason === 'no broker') return true;
    return this.projector.lastDeliveryAt > since;
  }

  /** Reading it twice would only cost. Entries that come say so, unless they are past a hole: those wait for it. */
  #queueHasTheRest(standIn: StandIn): boolean {
    if (standIn.reason === 'no broker') return this.#queueIsBack(standIn);
    return (
      this.projector.lastEntryAt > standIn.since && this.progress.shards.every(({ waiting }) => waiting === 0)
    );
  }

  #checkIsDue(): boolean {
    const every = Date.now() - this.progress.completeAt < CHECK_MS ? CHECK_WHILE_FRESH_MS : CHECK_MS;
    return performance.now() - this.#lastCheckAt >= every;
  }

  async #readToHead(standIn: StandIn): Promise<void> {
    let more = true;
    while (more && !this.#stopping.signal.aborted) {
      await this.follower.follow(this.#stopping.signal);
      const { after, head, next } = await this.#readPage(this.progress.watermark.position, MAX_FEED_PAGE);
      more = after < next && next < head && !this.#queueHasTheRest(standIn);
    }
  }

  async #readPage(from: number, limit: number): Promise<FeedProof> {
    this.#lastCheckAt = performance.now();
    const proof = await this.reader.readPage(from, limit, this.#stopping.signal);
    this.#compare(proof);
    return proof;
  }

  /** Positions are never taken back within an epoch: a log that was put back without a new one can't be followed. */
  #compare({ after, head }: FeedProof): void {
    const shorter = head < after;
    if (shorter && !this.#logIsShorter) {
      this.#logger.error(
        { head, known: after },
        'the log is shorter than what was read from it: clear the read model',
      );
    }
    this.#logIsShorter = shorter;
  }
}
