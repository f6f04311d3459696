import { entryIdMaker } from '@daybook/timeline-domain';
import type { components } from './api/command-service.js';
import { batchesOf } from './batches.js';
import { pause, pauseMs, type BackOff } from './back-off.js';
import { DaybookError, itemRefusal, traceIdOf } from './daybook-error.js';
import type { Outcome, Spool } from './delivery.js';
import { answerOf, type CommandDoors } from './doors.js';
import { outgoing, type Outgoing } from './outgoing.js';
import type { Send } from './sender.js';
import type { Writes } from './seeing.js';
import type { Added, InQueue, NewEntry, Recorded, Spooled } from './types.js';

/** An entry that was not taken, and why. `error.code` of an id that is taken by another content is `content_conflict`. */
export interface Refused {
  readonly status: 'refused';
  readonly entry: NewEntry;
  readonly error: DaybookError;
}

export interface AddOptions {
  readonly signal?: AbortSignal;
}

type ItemResult = components['schemas']['ItemResult'];
type ArrayResult = components['schemas']['ArrayResult'];

/** The service takes 1,000; smaller ones are durable sooner, and the rate of rows no longer grows. */
const BATCH = { most: 500, mostSize: 4 * 1024 * 1024 };
/** The body is serialized before, once. */
const JSON_TEXT = {} as NewEntry;
const BACK_OFF: BackOff = { firstMs: 200, mostMs: 10_000 };

export interface Sending {
  /** Tries again while patience lasts. */
  readonly patiently: Send;
  readonly once: Send;
  readonly patienceMs: number;
}

/** Sends entries: each with an id of its own from the first attempt on, so that none is recorded twice. */
export class Adding {
  readonly #makeId = entryIdMaker(Date.now);

  constructor(
    private readonly doors: CommandDoors,
    private readonly writes: Writes,
    private readonly send: Sending,
    private readonly spool: Spool | undefined,
  ) {
    spool?.start((entries, signal) => this.#once(entries, signal));
  }

  /** @throws DaybookError where it was refused, or no door took it while patience lasted */
  async one(entry: NewEntry, { signal }: AddOptions = {}): Promise<Added> {
    const sent = outgoing(entry, this.#makeId);
    if (!this.spool) return this.#put(sent, this.send.patiently, signal);
    if (this.spool.pending > 0) return this.#spool(sent);
    return this.#put(sent, this.send.once, signal).catch((error: unknown) => {
      if (!mayPass(error)) throw error;
      return this.#spool(sent);
    });
  }

  /** In the order in which they are given. @throws DaybookError where what it says is of no single entry */
  async *many(
    entries: Iterable<NewEntry> | AsyncIterable<NewEntry>,
    { signal }: AddOptions = {},
  ): AsyncGenerator<Added | Refused> {
    const prepared = prepare(entries, this.#makeId);
    for await (const batch of batchesOf(prepared, {
      ...BATCH,
      sizeOf: ({ ready }) => ready?.text.length ?? 0,
    })) {
      const ready = batch.flatMap((one) => (one.ready ? [one.ready] : []));
      const outcomes = (await this.#batch(ready, signal))[Symbol.iterator]();
      for (const { entry, ready, error } of batch) {
        const outcome = ready ? outcomes.next().value! : error!;
        if (outcome instanceof DaybookError) yield { status: 'refused', entry, error: outcome };
        else yield outcome;
      }
    }
  }

  async #put({ id, text }: Outgoing, fetch: Send, signal: AbortSignal | undefined): Promise<Added> {
    const call = this.doors.PUT('/v1/entries/{id}', {
      params: { path: { id } },
      body: JSON_TEXT,
      bodySerializer: () => text,
      fetch,
      ...(signal && { signal }),
    });
    const { data, response } = await answerOf(call);
    const added: Added =
      response.status === 202 ? (data as InQueue) : { ...(data as Recorded), status: 'recorded' };
    this.writes.note(added);
    return added;
  }

  async #batch(batch: readonly Outgoing[], signal: AbortSignal | undefined): Promise<Outcome[]> {
    if (batch.length === 0) return [];
    if (!this.spool) return this.#patiently(batch, signal);
    if (this.spool.pending > 0) return this.#spoolAll(batch);
    const outcomes = await this.#once(batch, signal).catch((error: unknown) => {
      if (!mayPass(error)) throw error;
      return batch.map(() => error);
    });
    const left = batch.filter((_, index) => mayPass(outcomes[index]));
    const spooled = (await this.#spoolAll(left))[Symbol.iterator]();
    return outcomes.map((outcome) => (mayPass(outcome) ? spooled.next().value! : outcome));
  }

  async #spool(entry: Outgoing): Promise<Spooled> {
    return (await this.#spoolAll([entry]))[0]!;
  }

  async #spoolAll(entries: readonly Outgoing[]): Promise<Spooled[]> {
    if (entries.length > 0) await this.spool!.keep(entries);
    return entries.map(({ id, incidentId }) => ({ status: 'spooled', id, incidentId }));
  }

  /** Sends again what was not taken for now, as long as patience lasts. */
  async #patiently(batch: readonly Outgoing[], signal: AbortSignal | undefined): Promise<Outcome[]> {
    const end = Date.now() + this.send.patienceMs;
    const outcomes = new Map<Outgoing, Outcome>();
    let rest = batch;
    for (let failures = 1; rest.length > 0; failures += 1) {
      const told = await this.#once(rest, signal, this.send.patiently);
      rest.forEach((one, index) => outcomes.set(one, told[index]!));
      rest = rest.filter((one) => mayPass(outcomes.get(one)));
      const waitMs = pauseMs(BACK_OFF, failures);
      if (rest.length === 0 || Date.now() + waitMs > end) break;
      await pause(waitMs, signal);
    }
    return batch.map((one) => outcomes.get(one)!);
  }

  /** @throws DaybookError where it says nothing of an entry */
  async #once(
    batch: readonly Outgoing[],
    signal: AbortSignal | undefined,
    fetch = this.send.once,
  ): Promise<Outcome[]> {
    const call = this.doors.POST('/v1/entries', {
      params: {},
      body: JSON_TEXT,
      bodySerializer: () => `[${batch.map(({ text }) => text).join(',')}]`,
      fetch,
      ...(signal && { signal }),
    });
    try {
      const { data, response } = await answerOf(call);
      const traceId = traceIdOf(response);
      const outcomes = (data as ArrayResult).results.map((item) => outcomeOf(item, traceId));
      for (const outcome of outcomes) if (!(outcome instanceof DaybookError)) this.writes.note(outcome);
      return outcomes;
    } catch (error) {
      // What is wrong with an array of one is wrong with the one.
      const ofEntry = error instanceof DaybookError && [400, 413, 422].includes(error.status ?? 0);
      if (ofEntry && batch.length === 1) return [error];
      throw error;
    }
  }
}

function mayPass(outcome: unknown): outcome is DaybookError {
  return outcome instanceof DaybookError && outcome.mayPass;
}

function outcomeOf(item: ItemResult, traceId: string | undefined): Outcome {
  if ('receipt' in item) return { ...item.receipt, status: 'recorded' };
  if ('queued' in item) return item.queued;
  return itemRefusal(item.problem, traceId);
}

interface Prepared {
  readonly entry: NewEntry;
  readonly ready?: Outgoing;
  readonly error?: DaybookError;
}

async function* prepare(
  entries: Iterable<NewEntry> | AsyncIterable<NewEntry>,
  makeId: () => string,
): AsyncGenerator<Prepared> {
  for await (const entry of entries) {
    try {
      yield { entry, ready: outgoing(entry, makeId) };
    } catch (error) {
      if (!(error instanceof DaybookError)) throw error;
      yield { entry, error };
    }
  }
}
