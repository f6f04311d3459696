import { isDue } from './back-off.js';
import type { Backlog } from './backlog.js';
import type { RunState } from './run-state.js';
import type { FailureDocument } from './webhook-documents.js';

const AT_ONCE = 20;
const ASKED_EACH_MS = 1_000;

/** Entries that were given up and that somebody wants to be tried again: out of their order, and holding nothing. */
export class ReplayedDeliveries {
  readonly #underWay = new Set<string>();
  /** There are none unless somebody asks for some, and then another run begins. */
  #left = true;
  #askedAt = -Infinity;

  constructor(
    private readonly run: RunState,
    private readonly backlog: Backlog,
  ) {}

  /** @throws StoreUnavailable */
  async startDue(now: number): Promise<void> {
    if (!this.#left || performance.now() - this.#askedAt < ASKED_EACH_MS) return;
    const failures = await this.run.parts.failures.replayed(this.run.webhook._id, AT_ONCE);
    this.#left = failures.length > 0;
    this.#askedAt = performance.now();
    for (const failure of failures) {
      const due = isDue(failure.retryAt!, now) && !this.#underWay.has(failure._id);
      if (due) this.run.start(() => this.#try(failure));
    }
  }

  async #try(failure: FailureDocument): Promise<void> {
    this.#underWay.add(failure._id);
    try {
      await this.#deliver(failure);
    } finally {
      this.#underWay.delete(failure._id);
    }
  }

  async #deliver(failure: FailureDocument): Promise<void> {
    const { run } = this;
    const { entryId, place, since, attempts: before } = failure;
    const { failures } = run.parts;
    const change = await this.backlog.one(run.webhook.account, entryId, place);
    if (!change) return failures.save({ ...failure, retryAt: null, reason: 'the entry is not there' });
    const attempts = before + 1;
    const outcome = await run.attempt(run.again, change, place, attempts);
    if (!outcome) return;
    if (outcome.kind === 'taken') {
      await run.untilStoreAnswers(() => failures.remove(failure));
      return;
    }
    const next = run.failure(change, place, { since, attempts }, outcome, false);
    await run.untilStoreAnswers(() => failures.save(next));
    if (outcome.kind === 'gone') await run.pause('gone');
  }
}
