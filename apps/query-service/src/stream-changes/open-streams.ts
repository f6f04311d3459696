import type { Caller } from '@daybook/access-tokens';
import { callerKey, HttpProblem } from '@daybook/http-door';
import type { ChangeFilter } from '@daybook/timeline-contracts';
import type { LogPosition } from '@daybook/timeline-domain';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import pLimit from 'p-limit';
import { Gauge, register } from 'prom-client';
import { Config } from '../config.js';
import { Changes } from '../read-changes/changes.js';
import { LiveTail } from '../read-changes/live-tail.js';
import { ChangeStream } from './change-stream.js';

const TICK_MS = 1_000;
/** Thousands may come back at once, after a replica has ended; other readers need the store too. */
const READING_AT_ONCE = 8;
/** What a stream takes from the store at a time. */
const PAGE = { limit: 100, maxBytes: 256 * 1024 } as const;
const RETRY_AFTER_SECONDS = 15;
const METRIC = 'daybook_open_streams';

/** The streams that are open at this replica. They end when it ends, so that clients go on at another. */
@Injectable()
export class OpenStreams implements OnModuleDestroy {
  readonly #streams = new Set<ChangeStream>();
  readonly #ofCaller = new Map<string, number>();
  readonly #gate = pLimit(READING_AT_ONCE);
  readonly #ticking: NodeJS.Timeout;
  #closed = false;

  constructor(
    private readonly changes: Changes,
    private readonly tail: LiveTail,
    private readonly config: Config,
  ) {
    this.#ticking = setInterval(() => this.#tick(), TICK_MS).unref();
    register.removeSingleMetric(METRIC);
    const count = () => this.#streams.size;
    new Gauge({
      name: METRIC,
      help: 'Streams that are open',
      collect() {
        this.set(count());
      },
    });
  }

  /** @throws HttpProblem 429 for a caller that has too many */
  open(caller: Caller, filter: ChangeFilter, from: LogPosition): ChangeStream {
    const key = callerKey(caller.account, caller.subject);
    const opened = this.#ofCaller.get(key) ?? 0;
    const limit = this.config.streamsPerCaller;
    if (opened >= limit) {
      throw new HttpProblem(
        429,
        'too_many_streams',
        `one caller may have ${limit} streams open at a replica`,
        {
          ...{ limit, retryAfterSeconds: RETRY_AFTER_SECONDS },
        },
      );
    }
    const { changes } = this;
    const wish = { account: caller.account, filter, ...PAGE };
    const expiresAt = caller.expiresAt * 1_000;
    const stream = new ChangeStream({ wish, from, expiresAt, changes, gate: this.#gate }, Date.now());
    const stopListening = this.tail.listen(caller.account, stream.goOn);
    this.#streams.add(stream);
    this.#ofCaller.set(key, opened + 1);
    stream.once('close', () => {
      stopListening();
      this.#streams.delete(stream);
      const left = this.#ofCaller.get(key)! - 1;
      if (left > 0) this.#ofCaller.set(key, left);
      else this.#ofCaller.delete(key);
    });
    // A refusal would keep a browser from ever coming back.
    if (this.#closed) stream.finish();
    return stream;
  }

  onModuleDestroy(): void {
    this.#closed = true;
    clearInterval(this.#ticking);
    register.removeSingleMetric(METRIC);
    for (const stream of this.#streams) stream.finish();
  }

  #tick(): void {
    const now = Date.now();
    for (const stream of this.#streams) stream.tick(now);
  }
}
