import { Counter } from 'prom-client';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { HttpProblem } from './problems.js';

const limited = new Counter({
  name: 'daybook_rate_limited_total',
  help: 'Times that somebody was told, or made, to wait, by the limit that was reached',
  labelNames: ['limit'],
});

/** Where somebody stands in the present window. */
export interface Allowance {
  /** Whether there was anything left before this was counted. */
  readonly allowed: boolean;
  readonly remaining: number;
  /** Milliseconds until the window ends and all is allowed again. */
  readonly resetMs: number;
}

/**
 * How much somebody may do in a window of time, which begins with the first use. In this process' memory: no server is
 * asked, so no server can shut the door, and each replica counts for itself.
 *
 * Whatever comes while anything is left is let in, however much it takes, and what is taken too much is paid for by
 * the rest of the window only: nothing is too large to ever get in.
 */
export class RateLimit {
  readonly #counter: RateLimiterMemory;

  /**
   * @param what is counted, in the plural: names the limit in refusals and metrics
   * @param most in one window; 0: no limit
   */
  constructor(
    readonly what: string,
    readonly most: number,
    readonly windowSeconds: number,
  ) {
    this.#counter = new RateLimiterMemory({ points: most, duration: windowSeconds });
  }

  /** Counts `cost` for whoever `key` names. */
  async spend(key: string, cost = 1): Promise<Allowance> {
    if (this.most === 0) return UNLIMITED;
    const { consumedPoints, msBeforeNext } = await this.#counter.penalty(key, cost);
    return this.#judge(consumedPoints - cost, consumedPoints, msBeforeNext);
  }

  /** Where `key` stands, counting nothing. */
  async look(key: string): Promise<Allowance> {
    const spent = this.most === 0 ? null : await this.#counter.get(key);
    return spent ? this.#judge(spent.consumedPoints, spent.consumedPoints, spent.msBeforeNext) : UNLIMITED;
  }

  #judge(before: number, after: number, resetMs: number): Allowance {
    const allowed = before < this.most;
    if (!allowed) limited.inc({ limit: this.what });
    return { allowed, remaining: Math.max(0, this.most - after), resetMs: Math.max(1, resetMs) };
  }

  refusal({ resetMs }: Allowance): HttpProblem {
    const { what, most: limit, windowSeconds } = this;
    const retryAfterSeconds = Math.ceil(resetMs / 1000);
    return new HttpProblem(
      429,
      'rate_limited',
      `${limit} ${what} in ${windowSeconds} s are allowed: come back in ${retryAfterSeconds} s`,
      { limited: what, limit, windowSeconds, retryInSeconds: retryAfterSeconds, retryAfterSeconds },
    );
  }
}

const UNLIMITED: Allowance = { allowed: true, remaining: Infinity, resetMs: 0 };
