import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { Logger } from '../logger.js';
import { migrate, WrongLog } from './data-source.js';

const CHECK_MS = 1_000;
const CLOSE_DEADLINE_MS = 1_000;

/**
 * Connects and migrates in the background, as often as it takes: the service starts while Postgres is away. Asks
 * once a second whether Postgres still answers, so that health can be told without waiting for it.
 */
@Injectable()
export class PostgresServer implements OnApplicationBootstrap, OnApplicationShutdown {
  #up = false;
  #migrated = false;
  readonly #stop = new AbortController();
  readonly #logger: PinoLogger;
  #watching: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    logger: Logger,
  ) {
    this.#logger = logger.child({ part: 'postgres' });
  }

  get up(): boolean {
    return this.#up;
  }

  onApplicationBootstrap(): void {
    this.#watching = this.#watch();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    if (!this.dataSource.isInitialized) return;
    // A server that hangs never answers the goodbye.
    await Promise.race([this.dataSource.destroy(), delay(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#become(await this.#check());
      await delay(CHECK_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #check(): Promise<Error | undefined> {
    try {
      if (!this.dataSource.isInitialized) await this.dataSource.initialize();
      if (!this.#migrated) {
        await migrate(this.dataSource, this.config.logName, this.#stop.signal);
        this.#migrated = true;
      }
      await this.dataSource.query('select 1');
      return undefined;
    } catch (error) {
      if (error instanceof WrongLog) {
        this.#logger.fatal({ err: error }, 'wrong database');
        process.exit(1);
      }
      return error as Error;
    }
  }

  #become(error: Error | undefined): void {
    const up = error === undefined;
    if (up === this.#up) return;
    this.#up = up;
    if (up) this.#logger.info('postgres answers');
    else this.#logger.warn({ err: error }, 'postgres does not answer');
  }
}
