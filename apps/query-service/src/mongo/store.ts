import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient, type Collection, type Db } from 'mongodb';
import type { Logger } from 'pino';
import type { EntryDocument, IncidentDocument, ParkedDocument, WatermarkDocument } from './documents.js';

/** No reader waits longer for the server, whether it is gone or hangs. */
const READ_DEADLINE_MS = 2_000;
/** A write of 1,000 entries may take longer than a reader would wait. */
const WRITE_DEADLINE_MS = 10_000;
/** For reads on behalf of a caller: the server stops when nobody waits any more. */
export const READ_LIMIT = { maxTimeMS: READ_DEADLINE_MS } as const;
/** Named in queries, since with a filter the planner might take an index that brings no order. */
export const CHANGES_INDEX = { account: 1, epoch: 1, position: 1 } as const;
const HEARTBEAT_MS = 1_000;
const PROBE_INTERVAL_MS = 1_000;

/** The store did not answer in time. Nothing is known to be wrong with the request: try again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * The read model's database. Constructing it connects to nothing, and `open` connects in the background until it
 * succeeds, so the service starts and stays up without it. Once connected, the driver reconnects by itself.
 */
export class Store {
  readonly entries: Collection<EntryDocument>;
  readonly incidents: Collection<IncidentDocument>;
  readonly watermarks: Collection<WatermarkDocument>;
  readonly parked: Collection<ParkedDocument>;
  readonly #client: MongoClient;
  readonly #database: Db;
  readonly #stopping = new AbortController();
  #reachable = false;
  #parkedCount = 0;
  #interruptions = 0;
  #prepared: Promise<void> | undefined;
  #watching: Promise<void> | undefined;

  constructor(
    url: string,
    private readonly logger: Logger,
  ) {
    this.#client = new MongoClient(url, {
      appName: 'daybook-query-service',
      serverSelectionTimeoutMS: READ_DEADLINE_MS,
      connectTimeoutMS: READ_DEADLINE_MS,
      waitQueueTimeoutMS: READ_DEADLINE_MS,
      socketTimeoutMS: WRITE_DEADLINE_MS,
      // A server that hangs is noticed by the driver's own heartbeat, long before a socket times out.
      heartbeatFrequencyMS: HEARTBEAT_MS,
      // What a projector has confirmed must survive the loss of a server.
      writeConcern: { w: 'majority' },
      // Batches are repeated as a whole: one write alone, repeated after a crash, would stand on what the crash has lost.
      retryWrites: false,
    });
    this.#client.on('connectionPoolCleared', () => (this.#interruptions += 1));
    this.#database = this.#client.db();
    this.entries = this.#database.collection('entries');
    this.incidents = this.#database.collection('incidents');
    this.watermarks = this.#database.collection('watermarks');
    this.parked = this.#database.collection('parked');
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

  /** Makes the indexes once; throws, and can be called again, while the server is away. */
  prepare(): Promise<void> {
    this.#prepared ??= this.#makeIndexes().catch((error: unknown) => {
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
      return await withinDeadline(operation(), deadlineMs);
    } catch (error) {
      throw new StoreUnavailable('the read model’s store does not answer now', { cause: error });
    }
  }

  async #makeIndexes(): Promise<void> {
    await this.entries.createIndexes([
      { key: { account: 1, incidentId: 1, key: 1 } },
      // An account's log entries, and those of its teams: each page is one range, an offset is counted off on keys.
      { key: { account: 1, key: 1 } },
      { key: { account: 1, teams: 1, key: 1 } },
      // What readers follow: everything of an account, as it was recorded.
      { key: CHANGES_INDEX },
      // An incident has few entries that its summary is made of, among many.
      { key: { summarizedIn: 1 }, sparse: true },
      { key: { overviewIn: 1, key: 1 }, sparse: true },
      { key: { amends: 1 }, sparse: true },
      { key: { terms: 1 } },
    ]);
    await this.incidents.createIndexes([
      { key: { account: 1, lastKey: -1 } },
      { key: { account: 1, status: 1, lastKey: -1 } },
      // By creation, whole or filtered. What these hold seldom changes, so they cost next to nothing but at an insert.
      { key: { account: 1, firstKey: 1 } },
      { key: { account: 1, status: 1, firstKey: 1 } },
      { key: { account: 1, services: 1, firstKey: 1 } },
      { key: { account: 1, teams: 1, firstKey: 1 } },
      { key: { account: 1, triggeredAt: 1 } },
      { key: { terms: 1 } },
    ]);
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
      await this.prepare();
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
