import { idOfEntryKey } from '../mongo/documents.js';
import type { Change } from '../read-changes/change.js';
import { isDue } from './back-off.js';
import type { Backlog } from './backlog.js';
import type { RunState } from './run-state.js';
import { failedKey, type FailureDocument } from './webhook-documents.js';

/** A receiver that takes nothing: nothing more is read until it takes something. */
const MOST_HELD = 1_000;
/** Each has read a page of what waits, so they are not many: twice as many as are tried at a time. */
const TRYING_AT_ONCE = 8;

interface Hold {
  failure: FailureDocument;
  /** The incident's last entry that was read so far: up to there, all that waits is in the backlog. */
  lastSeen: number;
  trying: boolean;
}

/** The incidents of which an entry was not taken. Of each only that entry is kept here; what waits for it is in the store. */
export class HeldIncidents {
  readonly #holds = new Map<string, Hold>();

  constructor(
    private readonly run: RunState,
    private readonly backlog: Backlog,
  ) {}

  async load(): Promise<void> {
    const { webhook, parts } = this.run;
    for (const failure of await parts.failures.held(webhook)) {
      const lastSeen = Math.max(webhook.place.position, failure.place.position);
      this.#holds.set(failure.incidentId, { failure, lastSeen, trying: false });
    }
  }

  get count(): number {
    return this.#holds.size;
  }

  get full(): boolean {
    return this.#holds.size >= MOST_HELD;
  }

  /** UTC milliseconds. */
  get since(): number[] {
    return [...this.#holds.values()].map(({ failure }) => failure.since);
  }

  /** Whether its incident is held: then it waits in the store. */
  keeps({ home, position }: Change): boolean {
    const hold = this.#holds.get(home);
    if (hold) hold.lastSeen = position;
    return hold !== undefined;
  }

  /**
   * @param waiting the incident's entries that were read, the one that failed first; it grows until this resolves
   * @throws StoreUnavailable when the run ends before it is stored
   */
  async hold(failure: FailureDocument, waiting: readonly Change[]): Promise<void> {
    await this.run.untilStoreAnswers(() => this.run.parts.failures.save(failure));
    const lastSeen = waiting.at(-1)!.position;
    this.#holds.set(failure.incidentId, { failure, lastSeen, trying: false });
  }

  /** Tries again those whose time has come. */
  startDue(now: number): void {
    const holds = [...this.#holds.values()];
    const free = TRYING_AT_ONCE - holds.filter(({ trying }) => trying).length;
    if (free === 0) return;
    const due = holds.filter(({ trying, failure }) => !trying && isDue(failure.retryAt!, now));
    due.sort((a, b) => a.failure.retryAt! - b.failure.retryAt!);
    for (const hold of due.slice(0, free)) this.run.start(() => this.#catchUp(hold));
  }

  /** The failure and, once it is over, all that waits for it; then the incident is held no more. */
  async #catchUp(hold: Hold): Promise<void> {
    const { run } = this;
    hold.trying = true;
    try {
      for (let over = true; over;) {
        const { failure, lastSeen: upTo } = hold;
        const { incidentId, place } = failure;
        const { changes, end } = await run.untilStoreAnswers(() =>
          this.backlog.next(run.webhook, incidentId, place, upTo),
        );
        for (const change of changes) {
          over = await this.#try(hold, change);
          if (!over) break;
        }
        if (over && end) {
          if (hold.lastSeen === upTo) return await this.#release(hold);
          this.#advance(hold, upTo);
        }
        // Else what was taken would be delivered again after an end.
        if (hold.failure !== failure)
          await run.untilStoreAnswers(() => run.parts.failures.save(hold.failure));
      }
    } finally {
      hold.trying = false;
    }
  }

  /** @returns whether it is over: taken, or given up */
  async #try(hold: Hold, change: Change): Promise<boolean> {
    const { run } = this;
    const { failure } = hold;
    const before = failure.entryId === idOfEntryKey(change.entry._id) ? failure : undefined;
    const tries = { since: before?.since ?? run.parts.clock.now(), attempts: (before?.attempts ?? 0) + 1 };
    const outcome = await run.attempt(run.again, change, failure.place, tries.attempts);
    if (!outcome) return false;
    if (outcome.kind !== 'taken') {
      const next = run.failure(change, failure.place, tries, outcome, true);
      if (next.retryAt !== null) {
        hold.failure = next;
        if (outcome.kind === 'gone') await run.pause('gone');
        return false;
      }
      const { entryId, reason } = next;
      const _id = failedKey(run.webhook._id, entryId);
      await run.untilStoreAnswers(() => run.parts.failures.save({ ...next, _id, holds: false }));
      run.parts.logger.warn({ entryId, reason }, 'delivery given up');
    }
    this.#advance(hold, change.position);
    return true;
  }

  #advance(hold: Hold, past: number): void {
    hold.failure = { ...hold.failure, place: { ...hold.failure.place, position: past + 1 } };
  }

  async #release(hold: Hold): Promise<void> {
    const { failure } = hold;
    // Before it is stored: what is read from now on goes its usual way. If it is not stored, all is delivered again.
    this.#holds.delete(failure.incidentId);
    await this.run.untilStoreAnswers(() => this.run.parts.failures.remove(failure));
  }
}
