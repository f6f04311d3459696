import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';
import { DataSource } from 'typeorm';
import { Clock } from '../append-entry/clock.js';
import { Logger } from '../logger.js';

/** How long a key gives the same ids, at least; see docs/reference/limits.md. */
export const KEY_LIFETIME_MS = 48 * 60 * 60 * 1000;

const PERIOD_MS = 10 * 60 * 1000;
/** So few that a portion stays far below the deadline of a statement, and holds nobody up. */
const PORTION = 2_000;

/** Forgets Idempotency-Keys that are too old to be retried with. Each replica does; what one has deleted, the others don't find. */
@Injectable()
export class IdempotencyKeys implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stop = new AbortController();
  readonly #logger: PinoLogger;
  #running: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'idempotency keys' });
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await delay(PERIOD_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await this.forgetOld().catch((error: unknown) =>
        this.#logger.warn({ err: error }, 'old idempotency keys are still there: another try later'),
      );
    }
  }

  /** @returns how many were forgotten */
  async forgetOld(): Promise<number> {
    let forgotten = 0;
    for (;;) {
      const [, count] = (await this.dataSource.query(
        `delete from idempotency_key where (account, key) in
           (select account, key from idempotency_key where first_seen_ms < $1 order by first_seen_ms limit $2)`,
        [this.clock.now() - KEY_LIFETIME_MS, PORTION],
      )) as [unknown[], number];
      forgotten += count;
      if (count < PORTION || this.#stop.signal.aborted) return forgotten;
    }
  }
}
