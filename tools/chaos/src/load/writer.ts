import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../random.js';
import { makeFact, type Fact } from './facts.js';
import { NotTaken, type Door } from './http-doors.js';
import type { Ledger, Way } from './ledger.js';

const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 1_000;

export interface WriterOptions {
  readonly name: string;
  readonly account: string;
  readonly way: Way;
  readonly door: Door;
  /** At most so many facts go together, at least one. */
  readonly together: number;
  /** At most so long between one delivery and the next. */
  readonly pauseMs: number;
  /** Called after a failure, for a client that knows more than one address. */
  readonly onFailure?: () => void;
}

/**
 * An honest client: sends the same facts with the same ids again until each is acknowledged, and remembers what it was
 * told. What it writes is settled by the seed; when, by how fast it is answered.
 */
export class Writer {
  readonly #random: Random;
  #ordinal = 0;
  #deliveries = 0;
  #delivered: (() => void)[] = [];

  constructor(
    private readonly options: WriterOptions,
    private readonly seed: number,
    stream: number,
    private readonly ledger: Ledger,
  ) {
    this.#random = new Random(seed, stream);
  }

  /** Writes until told to stop, and then until all that it has begun is acknowledged. */
  async run(stop: AbortSignal): Promise<void> {
    const { name, together, pauseMs } = this.options;
    while (!stop.aborted) {
      const count = this.#random.between(1, together);
      const facts = Array.from({ length: count }, () => makeFact(this.seed, name, this.#ordinal++));
      await this.#deliver(facts);
      this.#deliveries += 1;
      for (const resolve of this.#delivered.splice(0)) resolve();
      await delay(this.#random.between(0, pauseMs), undefined, { signal: stop }).catch(() => undefined);
    }
  }

  /** Resolves when a delivery that began after this call is acknowledged. */
  async oneMoreDelivery(): Promise<void> {
    const from = this.#deliveries;
    while (this.#deliveries < from + 2) {
      await new Promise<void>((resolve) => this.#delivered.push(resolve));
    }
  }

  async #deliver(facts: readonly Fact[]): Promise<void> {
    const { account, way, onFailure } = this.options;
    const since = performance.now();
    this.ledger.sent(account, facts);
    let left = facts;
    let retryMs = FIRST_RETRY_MS;
    for (;;) {
      let pauseMs = retryMs;
      try {
        left = await this.#attempt(left);
        if (left.length === 0) return this.ledger.waited(way, performance.now() - since);
      } catch (error) {
        if (!(error instanceof NotTaken)) throw error;
        if (error.status === 503 && error.retryAfterMs !== undefined) this.ledger.refusedFor503 += 1;
        onFailure?.();
        pauseMs = error.retryAfterMs ?? retryMs;
      }
      await delay(pauseMs);
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
    }
  }

  /** Returns what must be sent again. */
  async #attempt(facts: readonly Fact[]): Promise<Fact[]> {
    const answers = await this.options.door(facts);
    return facts.filter((fact, index) => {
      const answer = answers[index];
      if (!answer || 'again' in answer) return true;
      if ('refusal' in answer) {
        this.ledger.refusals.push(`${this.options.name} ${fact.id}: ${answer.refusal}`);
      } else this.ledger.take(fact, answer.acknowledgement, answer.told);
      return false;
    });
  }
}
