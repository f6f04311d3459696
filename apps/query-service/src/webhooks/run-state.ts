import { setTimeout as sleep } from 'node:timers/promises';
import type { LogPosition } from '@daybook/timeline-domain';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Logger } from 'pino';
import { idOfEntryKey } from '../mongo/documents.js';
import { StoreUnavailable } from '../mongo/store.js';
import type { Change } from '../read-changes/change.js';
import { nextAttempt, type Tries } from './back-off.js';
import type { Clock } from './clock.js';
import type { Delivery } from './delivery.js';
import type { Failures } from './failures.js';
import type { Outcome } from './receiver.js';
import {
  failedKey,
  holdKey,
  type FailureDocument,
  type PauseReason,
  type WebhookDocument,
} from './webhook-documents.js';
import type { Webhooks } from './webhooks.js';

/** Receivers that hang must not keep those entries back that come for the first time. */
const [FIRST_AT_ONCE, AGAIN_AT_ONCE] = [8, 4];
const PAUSE_AFTER_FAILURE_MS = 500;

export interface StateParts {
  readonly delivery: Delivery;
  readonly webhooks: Webhooks;
  readonly failures: Failures;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the parts of a run share: that it ends, what it has under way, and how an attempt is made and judged. */
export class RunState {
  readonly first = pLimit(FIRST_AT_ONCE);
  readonly again = pLimit(AGAIN_AT_ONCE);
  readonly #ending = new AbortController();
  readonly #cut = new AbortController();
  readonly #tasks = new Set<Promise<void>>();

  constructor(
    readonly webhook: WebhookDocument,
    readonly parts: StateParts,
    /** Called when something has changed. */
    private readonly tell: () => void,
  ) {}

  get ending(): boolean {
    return this.#ending.signal.aborted;
  }

  /** Nothing is begun any more. */
  end(): void {
    this.#ending.abort();
    this.tell();
  }

  /** What is not answered yet is not waited for: it will be delivered again. */
  cut(): void {
    this.#cut.abort();
  }

  async settled(): Promise<void> {
    await Promise.all(this.#tasks);
  }

  /** A task that fails is tried again when the store answers; one that can't be ends the run, and another begins. */
  start(task: () => Promise<void>): void {
    const started = task()
      .catch((error: unknown) => {
        if (error instanceof StoreUnavailable) return;
        this.parts.logger.error({ err: error }, 'starting anew');
        this.end();
      })
      .finally(() => {
        this.#tasks.delete(started);
        this.tell();
      });
    this.#tasks.add(started);
  }

  /** Undefined: the run ends before the outcome is known. */
  attempt(
    gate: LimitFunction,
    change: Change,
    place: LogPosition,
    attempt: number,
  ): Promise<Outcome | undefined> {
    return gate(async () => {
      if (this.ending) return undefined;
      const { signal } = this.#cut;
      const at = { ...place, position: change.position };
      const outcome = await this.parts.delivery.attempt(this.webhook, change, at, attempt, signal);
      return signal.aborted ? undefined : outcome;
    });
  }

  /** What is stored of an attempt that failed. */
  failure(
    { entry, home: incidentId, position }: Change,
    place: LogPosition,
    tries: Tries,
    outcome: Exclude<Outcome, { kind: 'taken' }>,
    holds: boolean,
  ): FailureDocument {
    const { _id: webhook, replays } = this.webhook;
    const now = this.parts.clock.now();
    const entryId = idOfEntryKey(entry._id);
    const gone = outcome.kind === 'gone';
    return {
      _id: holds ? holdKey(webhook, incidentId) : failedKey(webhook, entryId),
      ...{ webhook, incidentId, entryId, holds, replays, ...tries },
      place: { ...place, position },
      lastAt: now,
      reason: gone ? 'answered 410' : outcome.reason,
      retryAt: gone ? now : (nextAttempt(tries, now, outcome.askedMs) ?? null),
    };
  }

  /** Ends the run, and no other begins until somebody resumes it. */
  async pause(pausedBecause: PauseReason): Promise<void> {
    const { account, _id } = this.webhook;
    this.end();
    await this.parts.webhooks.change(account, _id, { pausedBecause });
    this.parts.logger.warn({ pausedBecause }, 'paused');
  }

  /**
   * Asks again each half second.
   *
   * @throws StoreUnavailable when the run ends before the store answers
   */
  async untilStoreAnswers<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (this.ending || !(error instanceof StoreUnavailable)) throw error;
        await sleep(PAUSE_AFTER_FAILURE_MS);
      }
    }
  }
}
