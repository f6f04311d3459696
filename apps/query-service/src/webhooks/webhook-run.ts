import { setImmediate } from 'node:timers/promises';
import type { LogPosition } from '@daybook/timeline-domain';
import { StoreUnavailable } from '../mongo/store.js';
import type { Change } from '../read-changes/change.js';
import type { Changes } from '../read-changes/changes.js';
import type { LiveTail } from '../read-changes/live-tail.js';
import type { Backlog } from './backlog.js';
import { HeldIncidents } from './held-incidents.js';
import { ReplayedDeliveries } from './replayed-deliveries.js';
import { RunState, type StateParts } from './run-state.js';
import type { WebhookDocument } from './webhook-documents.js';

/** What is read at a time, and how much may be under way before more is read. */
const PAGE = { limit: 100, maxBytes: 256 * 1024 } as const;
const UNDER_WAY = 100;
const TICK_MS = 250;
const SAVED_EACH_MS = 1_000;
const PAUSE_AFTER_FAILURE_MS = 500;
/** How long answers are waited for when it ends. */
const END_MS = 3_000;

export interface RunParts extends StateParts {
  readonly changes: Pick<Changes, 'settled' | 'hasEnded' | 'read'>;
  readonly tail: Pick<LiveTail, 'listen'>;
  readonly backlog: Backlog;
}

/**
 * Delivers the entries of one webhook: those of an incident one after another, those of different incidents at the same
 * time. An entry's incident is the one it was recorded on, since that never changes: a move must not take it out of what
 * waits. An entry that is not taken holds its incident: that is stored, and the incident's later entries are left in the
 * store until the failure is over. The webhook's place moves over the contiguous entries that are settled so, so
 * whatever ends a run, an entry is delivered again rather than left out.
 */
export class WebhookRun {
  readonly done: Promise<void>;
  readonly #state: RunState;
  readonly #held: HeldIncidents;
  readonly #replayed: ReplayedDeliveries;
  /** By the incident it was recorded on, what was read and is not settled; the first one is under way. */
  readonly #lanes = new Map<string, Change[]>();
  /** Positions that were read and are not settled, in their order, and when they were read. */
  readonly #open = new Map<number, number>();
  /** Everything up to here was read. */
  #place: LogPosition;
  #saved: LogPosition;
  #savedAt = 0;
  #news = false;
  #wake: () => void = () => undefined;

  constructor(
    readonly webhook: WebhookDocument,
    private readonly parts: RunParts,
  ) {
    this.#place = this.#saved = webhook.place;
    this.#state = new RunState(webhook, parts, () => this.#tell());
    this.#held = new HeldIncidents(this.#state, parts.backlog);
    this.#replayed = new ReplayedDeliveries(this.#state, parts.backlog);
    this.done = this.#run();
  }

  /** When the oldest entry that is not delivered was first tried or read, UTC milliseconds. */
  get oldest(): number {
    const [read] = this.#open.values();
    return Math.min(read ?? Infinity, ...this.#held.since);
  }

  get heldIncidents(): number {
    return this.#held.count;
  }

  /** Resolves once nothing is under way and the place is stored, or could not be. */
  async stop(): Promise<void> {
    this.#state.end();
    const timer = setTimeout(() => this.#state.cut(), END_MS);
    await this.done;
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    const stopListening = this.parts.tail.listen(this.webhook.account, () => this.#tell());
    try {
      await this.#state.untilStoreAnswers(() => this.#held.load());
      while (!this.#state.ending) {
        if (!(await this.#round())) await this.#rest(TICK_MS);
      }
      await this.#state.settled();
      await this.#save();
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'ended');
      this.#state.end();
      await this.#state.settled();
    } finally {
      stopListening();
    }
  }

  /** @returns whether there is more to do at once */
  async #round(): Promise<boolean> {
    const now = this.parts.clock.now();
    try {
      this.#held.startDue(now);
      await this.#replayed.startDue(now);
      const more = await this.#readMore();
      if (performance.now() - this.#savedAt >= SAVED_EACH_MS) await this.#save();
      return more;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await this.#rest(PAUSE_AFTER_FAILURE_MS);
      return false;
    }
  }

  async #readMore(): Promise<boolean> {
    const { changes, clock } = this.parts;
    const { account, filter } = this.webhook;
    const from = changes.settled(this.#place);
    if (changes.hasEnded(from)) {
      await this.#state.pause('log_restored');
      return false;
    }
    if (this.#open.size >= UNDER_WAY || this.#held.full) return false;
    const page = await changes.read({ account, filter, ...PAGE }, from);
    this.#place = page.next;
    for (const change of page.changes) {
      if (this.#held.keeps(change)) continue;
      this.#open.set(change.position, clock.now());
      const { home } = change;
      const lane = this.#lanes.get(home);
      if (lane) lane.push(change);
      else {
        this.#lanes.set(home, [change]);
        this.#state.start(() => this.#deliver(home));
      }
    }
    return page.more;
  }

  /** The entries of an incident as they are read, until one fails. */
  async #deliver(incidentId: string): Promise<void> {
    const state = this.#state;
    const lane = this.#lanes.get(incidentId)!;
    while (lane.length > 0) {
      const change = lane[0]!;
      const since = this.parts.clock.now();
      const place = this.#place;
      const outcome = await state.attempt(state.first, change, place, 1);
      if (!outcome) return;
      if (outcome.kind === 'taken') {
        this.#settle(lane.shift()!);
        continue;
      }
      const failure = state.failure(change, place, { since, attempts: 1 }, outcome, true);
      await this.#held.hold(failure, lane);
      for (const waiting of lane) this.#settle(waiting);
      if (outcome.kind === 'gone') await state.pause('gone');
      break;
    }
    this.#lanes.delete(incidentId);
  }

  #settle({ position }: Change): void {
    this.#open.delete(position);
    this.#tell();
  }

  /** @throws StoreUnavailable */
  async #save(): Promise<void> {
    const [first] = this.#open.keys();
    const place = first === undefined ? this.#place : { ...this.#place, position: first - 1 };
    this.#savedAt = performance.now();
    if (place.position === this.#saved.position && place.epoch === this.#saved.epoch) return;
    await this.parts.webhooks.savePlace(this.webhook, place);
    this.#saved = place;
  }

  #tell(): void {
    this.#news = true;
    this.#wake();
  }

  async #rest(ms: number): Promise<void> {
    if (this.#news) {
      // It may be told by what waits for nothing: whatever else the process does has its turn.
      await setImmediate();
    } else {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#news = false;
  }
}
