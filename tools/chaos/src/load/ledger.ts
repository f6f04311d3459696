import type { Fact } from './facts.js';

/** What a writer was told of a fact: it is in the log, or it is durable in the queue. */
export type Acknowledgement = 'recorded' | 'queued';

/** What a writer remembers of a fact that it has sent. */
export interface Line {
  readonly account: string;
  /** As it was sent, or as the receipt said. */
  id?: string;
  acknowledged?: Acknowledgement;
  /** Path by which a 202 is followed. */
  receipt?: string;
}

/** Which way a writer takes: its unavailability is told apart. */
export type Way = 'http' | 'keyed' | 'queue';

/** How long writers had to do without an acknowledgement while an outage lasted. */
export interface Waits {
  /** From first sending something to its acknowledgement: the longest of any writer over HTTP that makes its ids. */
  readonly httpMs: number;
  /** The same for a writer that leaves ids to the door, under an `Idempotency-Key`. */
  readonly keyedMs: number;
  /** The same for any writer over the command queue. */
  readonly queueMs: number;
  /** The longest time in which no writer at all was acknowledged anything. */
  readonly nobodyMs: number;
}

/** All that was sent and acknowledged, by content hash. */
export class Ledger {
  readonly lines = new Map<string, Line>();
  /** Ids of commands that were confirmed and must end as dead letters. */
  readonly spoiled = new Set<string>();
  /** Refusals of facts that nothing was wrong with. */
  readonly refusals: string[] = [];
  acknowledged = 0;
  refusedFor503 = 0;
  readonly #waits: Record<Way, number> = { http: 0, keyed: 0, queue: 0 };
  #nobodyMs = 0;
  #lastAcknowledgedAt = performance.now();
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  sent(account: string, facts: readonly Fact[]): void {
    for (const { id, contentHash } of facts) {
      if (!this.lines.has(contentHash)) this.lines.set(contentHash, { account, id });
    }
  }

  take({ contentHash }: Fact, acknowledgement: Acknowledgement, told: Partial<Line> = {}): void {
    const line = this.lines.get(contentHash)!;
    if (line.acknowledged === undefined) this.acknowledged += 1;
    Object.assign(line, told, { acknowledged: acknowledgement });
    const now = performance.now();
    this.#nobodyMs = Math.max(this.#nobodyMs, now - this.#lastAcknowledgedAt);
    this.#lastAcknowledgedAt = now;
    const due = this.#waiting.filter(({ count }) => count <= this.acknowledged);
    this.#waiting = this.#waiting.filter(({ count }) => count > this.acknowledged);
    for (const { resolve } of due) resolve();
  }

  /** A delivery was acknowledged in full, `ms` after it was first sent. */
  waited(way: Way, ms: number): void {
    this.#waits[way] = Math.max(this.#waits[way], ms);
  }

  /** Resolves when `count` entries in all are acknowledged. */
  untilAcknowledged(count: number): Promise<void> {
    if (count <= this.acknowledged) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  /** What has been waited since the last call. */
  takeWaits(): Waits {
    const { http, keyed, queue } = this.#waits;
    const waits = {
      httpMs: Math.round(http),
      keyedMs: Math.round(keyed),
      queueMs: Math.round(queue),
      nobodyMs: Math.round(this.#nobodyMs),
    };
    this.#waits.http = this.#waits.keyed = this.#waits.queue = this.#nobodyMs = 0;
    return waits;
  }
}
