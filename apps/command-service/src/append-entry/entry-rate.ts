import { setTimeout as delay } from 'node:timers/promises';
import { callerKey, RateLimit } from '@daybook/http-door';
import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';
import type { AppendContext } from './append-entries.js';

/** Entries of a request count at least as many as its bytes hold of these: large ones cost the log more than a row. */
const BYTES_AN_ENTRY = 4 * 1024;

type Sender = Pick<AppendContext, 'account' | 'recordedBy'>;

/** How many entries one caller may send over HTTP, however they come. */
@Injectable()
export class EntryRate {
  readonly #limit: RateLimit;

  constructor({ rates }: Config) {
    this.#limit = new RateLimit('entries', rates.entries, rates.windowSeconds);
  }

  /** @throws HttpProblem 429 once the caller has used the window up */
  async admit(sender: Sender, entries: number, bytes: number): Promise<void> {
    const allowance = await this.#limit.spend(keyOf(sender), cost(entries, bytes));
    if (!allowance.allowed) throw this.#limit.refusal(allowance);
  }

  /** For a stream, which is slowed down rather than cut: resolves when the caller may send these. */
  async wait(sender: Sender, entries: number, bytes: number): Promise<void> {
    for (;;) {
      const { allowed, resetMs } = await this.#limit.spend(keyOf(sender), cost(entries, bytes));
      if (allowed) return;
      await delay(resetMs, undefined, { ref: false });
    }
  }
}

function keyOf({ account, recordedBy }: Sender): string {
  return callerKey(account, recordedBy);
}

function cost(entries: number, bytes: number): number {
  return Math.max(entries, Math.ceil(bytes / BYTES_AN_ENTRY));
}
