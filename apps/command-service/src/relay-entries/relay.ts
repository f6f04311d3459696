import { setTimeout as delay } from 'node:timers/promises';
import type { ConfirmPublisher, OutgoingMessage } from '@daybook/rabbitmq';
import {
  CLOUD_EVENTS_CONTENT_TYPE,
  ENTRIES_EXCHANGE,
  ENTRY_RECORDED_V2,
  entryRecordedKey,
  LOG_HEAD_V1,
  logHeadKey,
  type LogHeadDataV1,
} from '@daybook/timeline-contracts';
import { formatLogPosition } from '@daybook/timeline-domain';
import type { Logger } from 'pino';
import type { LoggedEntry } from '../append-entry/entry-log.js';
import { entryRecordedMessage } from '../entry-json.js';
import type { RelayCheckpoint, RelayLog, RelaySession } from './relay-log.js';

/** Messages that may be unconfirmed at a time. */
const BATCH = 500;
const CONFIRM_DEADLINE_MS = 2_000;
/**
 * Copies of entries don't outlive a redaction for long: what lies in a queue for a day is gone from it, and whoever
 * missed it finds it in the feed.
 */
const MESSAGE_LIFETIME_MS = 24 * 60 * 60 * 1_000;
const POLL_MS = 25;
/**
 * A round that has not found all that it may take is the last for so long, so that under load rounds take more: each
 * costs two queries and a wait for confirms, whatever it carries.
 */
const ROUND_MS = 10;
const RETRY_MS = 200;
/** How often a relay that stands by asks for the lock. */
const STANDBY_MS = 500;
/** Even a silent log tells its readers this often where it ends. */
const HEAD_INTERVAL_MS = 1_000;
/** After entries it tells sooner, so that shards without any of them can follow, but no more often than this. */
const HEAD_AFTER_ENTRIES_MS = 100;

export interface RelayOptions {
  /** How long an idle relay sleeps, unless an append in this process wakes it. */
  readonly pollMs?: number;
}

export interface RelayCounters {
  published(count: number): void;
  unroutable(count: number): void;
  checkpoint(position: number): void;
  /** Whether this relay, of those of its region, holds the lock. */
  active(active: boolean): void;
}

/**
 * Hands the log over to RabbitMQ, in position order, at least once: reads behind its checkpoint, publishes with
 * confirms and moves the checkpoint over the confirmed prefix. The log is the outbox, so there is nothing to lose: a
 * relay that dies before it saved its checkpoint publishes again what readers know already.
 *
 * A message that no queue takes counts as handed over: whoever binds a queue later gets its history from the
 * catch-up feed, and a reader that is missing must not hold up the others.
 */
export class Relay {
  readonly #stop = new AbortController();
  #wake: (() => void) | undefined;
  #poked = false;
  #running: Promise<void> | undefined;
  /** By performance.now(): a clock that is set back must not silence the heads. */
  #headSentAt = -Infinity;
  #headSent = 0;

  constructor(
    private readonly log: RelayLog,
    private readonly publisher: ConfirmPublisher,
    private readonly counters: RelayCounters,
    private readonly logger: Logger,
    private readonly options: RelayOptions = {},
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  /** The log has grown: don't sleep on. */
  poke(): void {
    this.#poked = true;
    this.#wake?.();
  }

  /** Waits for what is under way; no server can keep it for longer than its deadlines. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake?.();
    await this.#running;
  }

  get #stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      let session: RelaySession | undefined;
      let pause = RETRY_MS;
      try {
        session = await this.log.acquire();
        this.counters.active(session !== undefined);
        if (session) await this.#relay(session);
        else pause = STANDBY_MS;
      } catch (error) {
        this.logger.warn({ err: error }, 'relay interrupted');
      }
      this.counters.active(false);
      await session?.close();
      await this.#pause(pause);
    }
  }

  async #relay(session: RelaySession): Promise<void> {
    let checkpoint = await session.checkpoint();
    this.logger.info({ position: checkpoint.position }, 'relay active');
    while (!this.#stopping) {
      if (!this.publisher.ready) {
        await this.#pause(RETRY_MS);
        // Notices a lost session also while there is no broker.
        await session.head();
        continue;
      }
      this.#poked = false;
      const startedAt = performance.now();
      const entries = await session.readAfter(checkpoint.position, BATCH);
      if (entries.length > 0) checkpoint = await this.#publish(session, checkpoint, entries);
      const interval = checkpoint.position > this.#headSent ? HEAD_AFTER_ENTRIES_MS : HEAD_INTERVAL_MS;
      if (performance.now() - this.#headSentAt >= interval) await this.#sendHead(session, checkpoint);
      // A stop that came while this turn was under way has found nobody asleep to wake.
      if (entries.length === 0 && !this.#poked && !this.#stopping) await this.#sleep();
      const left = ROUND_MS - (performance.now() - startedAt);
      if (entries.length > 0 && entries.length < BATCH && left > 0) await this.#pause(left);
    }
  }

  async #publish(
    session: RelaySession,
    before: RelayCheckpoint,
    entries: readonly LoggedEntry[],
  ): Promise<RelayCheckpoint> {
    const { confirmed, unroutable, error } = await this.publisher.publishAll(
      entries.map(toMessage),
      CONFIRM_DEADLINE_MS,
    );
    if (error) this.logger.warn({ err: error, confirmed, of: entries.length }, 'broker did not confirm');
    if (confirmed === 0) {
      await this.#pause(RETRY_MS);
      return before;
    }
    const shardLast = [...before.shardLast];
    for (const { shard, at } of entries.slice(0, confirmed)) shardLast[shard] = at.position;
    const checkpoint = { position: entries[confirmed - 1]!.at.position, shardLast };
    await session.save(checkpoint);
    this.counters.published(confirmed);
    this.counters.unroutable(unroutable);
    this.counters.checkpoint(checkpoint.position);
    return checkpoint;
  }

  /** Loss of a head is harmless, the next one tells more. */
  async #sendHead(session: RelaySession, { position, shardLast }: RelayCheckpoint): Promise<void> {
    const { log, epoch } = await session.head();
    const data: LogHeadDataV1 = { log, epoch, position, shardLast: [...shardLast] };
    const time = new Date();
    const id = `${formatLogPosition(data)}@${time.getTime()}`;
    const envelope = {
      specversion: '1.0',
      id,
      source: `/daybook/logs/${log}`,
      type: LOG_HEAD_V1,
      time,
      datacontenttype: 'application/json',
      data,
    };
    const message = {
      exchange: ENTRIES_EXCHANGE,
      routingKey: logHeadKey(log),
      messageId: id,
      body: Buffer.from(JSON.stringify(envelope)),
    };
    const { error } = await this.publisher.publishAll(
      [{ ...message, options: messageOptions(LOG_HEAD_V1) }],
      CONFIRM_DEADLINE_MS,
    );
    if (error) return;
    this.#headSentAt = performance.now();
    this.#headSent = position;
  }

  /** Until there may be something to read. */
  async #sleep(): Promise<void> {
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    const polled = delay(this.options.pollMs ?? POLL_MS, undefined, { signal: over.signal });
    await Promise.race([woken, polled.catch(() => undefined)]);
    over.abort();
    this.#wake = undefined;
  }

  /** Ends early only on stop: appends must not hurry a relay that waits for a server or for the lock. */
  async #pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

function toMessage(entry: LoggedEntry): OutgoingMessage {
  const { account, shard, type, origin } = entry;
  return {
    exchange: ENTRIES_EXCHANGE,
    routingKey: entryRecordedKey({ originLog: origin.log, account, shard, type }),
    messageId: formatLogPosition(entry.at),
    body: entryRecordedMessage(entry),
    options: messageOptions(ENTRY_RECORDED_V2),
  };
}

function messageOptions(type: string) {
  return {
    contentType: CLOUD_EVENTS_CONTENT_TYPE,
    type,
    appId: 'daybook-command-service',
    expiration: String(MESSAGE_LIFETIME_MS),
  };
}
