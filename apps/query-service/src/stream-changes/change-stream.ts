import { Readable } from 'node:stream';
import { formatLogPosition, type LogPosition } from '@daybook/timeline-domain';
import type { LimitFunction } from 'p-limit';
import type { Changes, Wish } from '../read-changes/changes.js';

/** What waits in memory for a reader that is slow: then nothing more is read for it. */
const BUFFERED_BYTES = 64 * 1024;
export const HEARTBEAT_MS = 15_000;
/** When a client whose stream has ended is to come back: spread, so that those of a replica don't come all at once. */
const RETRY_MS = { least: 1_000, spread: 2_000 } as const;

export interface StreamOptions {
  readonly wish: Wish;
  readonly from: LogPosition;
  /** When the token ends, Unix milliseconds. */
  readonly expiresAt: number;
  readonly changes: Pick<Changes, 'settled' | 'hasEnded' | 'next' | 'read' | 'lag'>;
  /** Bounds how many read the store at a time. */
  readonly gate: LimitFunction;
}

/**
 * Server-sent events of what is recorded behind a place: each entry once, in position order, from memory where that
 * reaches and else from the store, at the reader's own pace. Its place moves only when it has pushed, so an event's id
 * is always a place from which to go on.
 */
export class ChangeStream extends Readable {
  #place: LogPosition;
  #wanted = false;
  #reading = false;
  #over = false;
  /** The last one. */
  #heartbeatAt: number;

  constructor(
    private readonly options: StreamOptions,
    now: number,
  ) {
    super({ highWaterMark: BUFFERED_BYTES });
    this.#place = options.changes.settled(options.from);
    this.#heartbeatAt = now;
    const retry = Math.round(RETRY_MS.least + Math.random() * RETRY_MS.spread);
    this.push(`retry: ${retry}\n${this.#heartbeat()}`);
  }

  override _read(): void {
    this.#wanted = true;
    this.goOn();
  }

  /** To be called when there may be something new. */
  readonly goOn = (): void => {
    if (!this.#wanted || this.#reading || this.#over) return;
    const { changes, wish } = this.options;
    this.#place = changes.settled(this.#place);
    if (changes.hasEnded(this.#place)) return this.finish();
    const page = changes.next(wish, this.#place);
    if (page) this.#send(page);
    else void this.#readStore();
  };

  /** To be called each second or so. */
  tick(now: number): void {
    // Whoever has not taken the end by now reads no more.
    if (this.#over) return void this.destroy();
    if (now >= this.options.expiresAt) return this.finish();
    this.goOn();
    // Either way: a clock that is set back must not silence it for so long.
    const isDue = Math.abs(now - this.#heartbeatAt) >= HEARTBEAT_MS;
    if (!isDue || !this.#wanted || this.#over) return;
    this.#heartbeatAt = now;
    this.#push(this.#heartbeat());
  }

  /** Ends it behind what was pushed. */
  finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.push(null);
  }

  async #readStore(): Promise<void> {
    const { changes, wish, gate } = this.options;
    this.#reading = true;
    const page = await gate(() => (this.destroyed ? undefined : changes.read(wish, this.#place))).catch(
      // It stays open, and the next tick tries again.
      () => undefined,
    );
    this.#reading = false;
    if (page && !this.destroyed && !this.#over) this.#send(page);
  }

  #send({ changes, next, more }: Awaited<ReturnType<Changes['read']>>): void {
    this.#place = next;
    if (changes.length > 0) this.#push(Buffer.concat(changes.map(({ event }) => event)));
    else if (more) this.goOn();
  }

  #push(events: Buffer | string): void {
    // Asked for again by _read, at once or when what is buffered has been taken.
    this.#wanted = false;
    this.push(events);
  }

  #heartbeat(): string {
    const place = formatLogPosition(this.#place);
    const data = JSON.stringify({ watermark: place, lagMs: this.options.changes.lag });
    return `: ${place}\nid: ${place}\nevent: watermark\ndata: ${data}\n\n`;
  }
}
