import { isAmendmentType, REDACT, SHARD_COUNT, shardOf } from '@daybook/timeline-domain';
import {
  EntryLog,
  type Appended,
  type LoggedEntry,
  type LogFilter,
  type LogHead,
  type Misplaced,
  type NewEntry,
} from './entry-log.js';

interface MemoryRow extends LoggedEntry {
  readonly amends: string | undefined;
}

/** The log's contract without its durability, for specs of what stands in front of it. */
export class MemoryEntryLog extends EntryLog {
  readonly #rows: MemoryRow[] = [];
  readonly #shardHeads = new Array<number>(SHARD_COUNT).fill(0);
  readonly #firstSeen = new Map<string, number>();

  constructor(private readonly clock: () => number = Date.now) {
    super();
  }

  append(entries: readonly NewEntry[]): Promise<(Appended | Misplaced)[]> {
    const unstorable = entries.find(({ contentHash }) => !/^[0-9a-f]{64}$/.test(contentHash));
    if (unstorable) return Promise.reject(new Error(`not a hash: ${unstorable.contentHash}`));
    const refusals = entries.map((entry) => this.#misplaced(entry, entries));
    return Promise.resolve(entries.map((entry, index) => this.#append(entry, refusals[index])));
  }

  find(account: string, id: string): Promise<Appended | undefined> {
    const row = this.#rows.find((each) => each.account === account && each.id === id);
    return Promise.resolve(row && asAppended(row, false));
  }

  head(): Promise<LogHead> {
    return Promise.resolve({ log: 'local', epoch: 1, position: this.#rows.length });
  }

  readAfter(position: number, limit: number, filter: LogFilter = {}): Promise<LoggedEntry[]> {
    const { account, incidentId, id } = filter;
    const behind = this.#rows
      .slice(position)
      .filter((row) => account === undefined || row.account === account)
      .filter((row) => incidentId === undefined || row.incidentId === incidentId)
      .filter((row) => id === undefined || row.id === id);
    return Promise.resolve(behind.slice(0, limit).map(withoutAmends));
  }

  redactionsAfter(position: number, limit: number, account: string): Promise<LoggedEntry[]> {
    const redactions = this.#rows.filter((row) => row.account === account && row.type === REDACT);
    const firsts = redactions.filter((row) => redactions.find(({ amends }) => amends === row.amends) === row);
    const behind = firsts.filter(({ at }) => at.position > position).slice(0, limit);
    return Promise.resolve(behind.map(withoutAmends));
  }

  firstSeen(account: string, idempotencyKey: string, now: number): Promise<number> {
    const key = JSON.stringify([account, idempotencyKey]);
    const seen = this.#firstSeen.get(key) ?? now;
    this.#firstSeen.set(key, seen);
    return Promise.resolve(seen);
  }

  #append(entry: NewEntry, refusal: Misplaced | undefined): Appended | Misplaced {
    const known = this.#rows.find(({ account, id }) => account === entry.account && id === entry.id);
    if (!known && refusal) return refusal;
    const row = known ?? this.#record(entry);
    if (!known) this.#redact();
    return asAppended(this.#rows[row.at.position - 1]!, known === undefined);
  }

  #misplaced(
    { account, amends, incidentId, type }: NewEntry,
    mates: readonly NewEntry[],
  ): Misplaced | undefined {
    if (amends === undefined) return undefined;
    const amended = [...this.#rows, ...mates].filter((row) => row.account === account && row.id === amends);
    if (amended.some((row) => row.incidentId !== incidentId)) return { misplaced: 'other_incident' };
    return amended.some((row) => row.type === REDACT || (type !== REDACT && isAmendmentType(row.type)))
      ? { misplaced: 'amendment' }
      : undefined;
  }

  #redact(): void {
    const redactions = this.#rows.filter(({ type }) => type === REDACT);
    this.#rows.forEach((row, index) => {
      const named = redactions.some(({ account, amends }) => {
        return account === row.account && (amends === row.id || amends === row.amends);
      });
      if (named && row.type !== REDACT) this.#rows[index] = { ...row, body: null, contentHash: null };
    });
  }

  #record(entry: NewEntry): MemoryRow {
    const at = { log: 'local', epoch: 1, position: this.#rows.length + 1 };
    const shard = shardOf(entry.account, entry.incidentId);
    const { account, id, incidentId, type, occurredAt, receivedAt, recordedBy, contentHash, body } = entry;
    const row: MemoryRow = {
      ...{ account, id, incidentId, type, occurredAt, receivedAt, recordedBy, contentHash, body, at, shard },
      amends: entry.amends,
      origin: entry.origin ?? at,
      shardPrev: this.#shardHeads[shard]!,
      recordedAt: this.clock(),
      traceparent: entry.traceparent ?? null,
    };
    this.#shardHeads[shard] = at.position;
    this.#rows.push(row);
    return row;
  }
}

function withoutAmends({ amends: _amends, ...row }: MemoryRow): LoggedEntry {
  return row;
}

function asAppended(row: LoggedEntry, recordedNow: boolean): Appended {
  const { at, receivedAt, recordedAt, contentHash } = row;
  return { recordedNow, at, receivedAt, recordedAt, contentHash };
}
