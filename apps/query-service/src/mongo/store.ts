import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient, type Collection, type Db } from 'mongodb';
import type { Logger } from 'pino';
import type { FailureDocument, WebhookDocument } from '../webhooks/webhook-documents.js';
import type { EntryDocument, IncidentDocument, ParkedDocument, WatermarkDocument } from './documents.js';
import { Generations, type GenerationCollections } from './generations.js';
import { makeIndexes } from './indexes.js';

/** No reader waits longer for the server, whether it is gone or hangs. */
export const READ_DEADLINE_MS = 2_000;
/** A write of 1,000 entries may take longer than a reader would wait. One that takes longer still is tried with fewer. */
const WRITE_DEADLINE_MS = 10_000;
/** For who walks through a whole collection: a store that looks at all of it first takes so long for a million entries. */
export const WALK_DEADLINE_MS = 5 * 60_000;
/** For reads on behalf of a caller: the server stops when nobody waits any more. */
export const READ_LIMIT = { maxTimeMS: READ_DEADLINE_MS } as const;
/** Counting takes the longer the more there is: 100,000 entries take a slow store seconds. Clients wait 10 s. */
export const COUNT_DEADLINE_MS = 8_000;
/** Of counts, as READ_LIMIT. */
export const COUNT_LIMIT = { maxTimeMS: COUNT_DEADLINE_MS } as const;
/** Each is a thing that the store does at the same time: more would only wait there, behind each other. */
const MOST_CONNECTIONS = 24;
const HEARTBEAT_MS = 1_000;
const PROBE_INTERVAL_MS = 1_000;
/** A generation is read for so long without asking whether it is still kept. */
export const GENERATION_LEASE_MS = 5_000;

/** The store did not answer in time. Nothing is known to be wrong with the request: try again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * The read model's database, in one generation: the live one, until `use` changes to another. Constructing it connects to nothing, and `open` connects in the background until it
 * succeeds, so the service starts and stays up without it. Once connected, the driver reconnects by itself.
 */
export class Store {
  readonly parked: Collection<ParkedDocument>;
  readonly generations: Generations;
  /** These two are no read model: nothing can make them again. */
  readonly webhooks: Collection<WebhookDocument>;
  readonly webhookFailures: Collection<FailureDocument>;
  readonly #client: MongoClient;
  readonly #database: Db;
  readonly #stopping = new AbortController();
  #reachable = false;
  #parkedCount = 0;
  #interruptions = 0;
  #prepared: Promise<void> | undefined;
  #watching: Promise<void> | undefined;
  #used: { readonly generation: number; readonly collections: GenerationCollections } | undefined;
  /** What was last read of the generations. */
  #news: { readonly live: number; readonly kept: boolean; readonly at: number } | undefined;

  /**
   * @param pinned the generation to use, whichever is live
   * @param deadlineMs the longest that any answer is waited for, unless a read says less
   */
  constructor(
    url: string,
    private readonly logger: Logger,
    private readonly pinned?: number,
    deadlineMs = WRITE_DEADLINE_MS,
  ) {
    this.#client = new MongoClient(url, {
      appName: 'daybook-query-service',
      serverSelectionTimeoutMS: READ_DEADLINE_MS,
      connectTimeoutMS: READ_DEADLINE_MS,
      waitQueueTimeoutMS: READ_DEADLINE_MS,
      maxPoolSize: MOST_CONNECTIONS,
      socketTimeoutMS: deadlineMs,
      // A server that hangs is noticed by the driver's own heartbeat, long before a socket times out.
      heartbeatFrequencyMS: HEARTBEAT_MS,
      // What a projector has confirmed must survive the loss of a server.
      writeConcern: { w: 'majority' },
      // Batches are repeated as a whole: one write alone, repeated after a crash, would stand on what the crash has lost.
      retryWrites: false,
    });
    this.#client.on('connectionPoolCleared', () => (this.#interruptions += 1));
    this.#database = this.#client.db();
    this.generations = new Generations(this.#database);
    this.parked = this.#database.collection('parked');
    this.webhooks = this.#database.collection('webhooks');
    this.webhookFailures = this.#database.collection('webhook_failures');
    if (pinned !== undefined) this.use(pinned);
  }

  get entries(): Collection<EntryDocument> {
    return this.#inUse.collections.entries;
  }

  get incidents(): Collection<IncidentDocument> {
    return this.#inUse.collections.incidents;
  }

  get watermarks(): Collection<WatermarkDocument> {
    return this.#inUse.collections.watermarks;
  }

  /** The generation that these collections are of. Undefined until the server was asked which one is live. */
  get generation(): number | undefined {
    return this.#used?.generation;
  }

  /** The live generation, as of the last second in which the server answered. */
  get announced(): number | undefined {
    return this.#news?.live;
  }

  /** False: the generation in use is about to be removed, or is gone. */
  get generationIsKept(): boolean {
    return this.#news?.kept ?? true;
  }

  /** From now on, all collections are those of this generation. What is told of progress must change at the same time. */
  use(generation: number): void {
    this.#used = { generation, collections: this.generations.collectionsOf(generation) };
    this.#news = undefined;
    this.forgetIndexes();
  }

  /** As of the last second. */
  get reachable(): boolean {
    return this.#reachable;
  }

  /**
   * How often the connections were given up. A server that was killed may have lost what it had confirmed: one that is
   * no replica set keeps its journal up to 100 ms behind (https://www.mongodb.com/docs/manual/core/journaling).
   */
  get interruptions(): number {
    return this.#interruptions;
  }

  /** As of the last second in which the server answered. */
  get parkedCount(): number {
    return this.#parkedCount;
  }

  /** Keeps asking the server whether it is there, in the background, until closed. */
  open(): void {
    this.#watching = this.#watch();
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#client.close();
    // A probe that was just connecting would leave a connection, which keeps the process from ending.
    await this.#watching;
    await this.#client.close();
  }

  /** Learns which generation is live and makes its indexes, once; throws, and can be called again, while the server is away. */
  prepare(): Promise<void> {
    this.#prepared ??= this.#prepare().catch((error: unknown) => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  /** The database was dropped or restored: make them again. */
  forgetIndexes(): void {
    this.#prepared = undefined;
  }

  /**
   * Reads on behalf of a caller who must not be kept waiting. The driver has no deadline for a whole operation
   * (mongodb 7.9: `timeoutMS` has no effect), and retries and reconnects within it, so the deadline is set here.
   *
   * @throws StoreUnavailable for whatever fails in it, and after the deadline
   */
  async read<T>(operation: () => Promise<T>, deadlineMs = READ_DEADLINE_MS): Promise<T> {
    try {
      const confirmed = this.#leaseIsOver ? this.confirm().then(operation) : operation();
      return await withinDeadline(confirmed, deadlineMs);
    } catch (error) {
      throw new StoreUnavailable('the read model’s store does not answer now', { cause: error });
    }
  }

  /**
   * To be called before anything is built on the generation in use. A process that was frozen for long may use one that
   * is gone, and would find nothing there.
   *
   * @throws StoreUnavailable until the live one is followed
   */
  async confirm(): Promise<void> {
    if (this.#leaseIsOver) await this.#learn();
    if (!this.generationIsKept) throw new StoreUnavailable('the generation in use is gone');
  }

  get #leaseIsOver(): boolean {
    if (this.pinned !== undefined) return false;
    return !this.#news?.kept || performance.now() - this.#news.at > GENERATION_LEASE_MS;
  }

  get #inUse(): { readonly generation: number; readonly collections: GenerationCollections } {
    if (this.#used) return this.#used;
    throw new StoreUnavailable('it is not known yet which generation of the read model is live');
  }

  async #learn(): Promise<void> {
    const { live, generations } = await this.generations.read();
    if (!this.#used) this.use(live);
    const kept = generations.some(({ number }) => number === this.generation);
    this.#news = { live, kept, at: performance.now() };
  }

  async #prepare(): Promise<void> {
    if (!this.#used) await this.#learn();
    await makeIndexes(this);
    await this.webhookFailures.createIndex({ webhook: 1, holds: -1, retryAt: 1 });
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const reachable = await this.#probe();
      if (signal.aborted) return;
      if (reachable !== this.#reachable) {
        this.#reachable = reachable;
        this.logger[reachable ? 'info' : 'warn']({ mongodb: reachable ? 'up' : 'down' }, 'store');
      }
      await sleep(PROBE_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #probe(): Promise<boolean> {
    try {
      // The driver never tries again by itself once its first connection has failed ("Topology is closed").
      await this.#client.connect();
      await withinDeadline(this.#database.command({ ping: 1 }));
      if (this.pinned === undefined) await withinDeadline(this.#learn());
      // Indexes may take long, and what is there can be read without them meanwhile.
      this.prepare().catch((error: unknown) => this.logger.debug({ err: error }, 'indexes'));
      this.#parkedCount = await withinDeadline(this.parked.estimatedDocumentCount());
      return true;
    } catch (error) {
      this.logger.debug({ err: error }, 'store probe');
      return false;
    }
  }
}

async function withinDeadline<T>(operation: Promise<T>, deadlineMs = READ_DEADLINE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([operation, late]);
  } finally {
    clearTimeout(timer);
    // It may still fail after nobody listens any more.
    operation.catch(() => undefined);
  }
}
