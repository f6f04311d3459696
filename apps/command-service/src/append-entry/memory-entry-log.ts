import { SHARD_COUNT, shardOf } from '@daybook/timeline-domain';
import { EntryLog, type Appended, type LoggedEntry, type LogHead, type NewEntry } from './entry-log.js';

/** The log's contract without its durability, for specs of what stands in front of it. */
export class MemoryEntryLog extends EntryLog {
  readonly #rows: LoggedEntry[] = [];
  readonly #shardHeads = new Array<number>(SHARD_COUNT).fill(0);
  readonly #firstSeen = new Map<string, number>();

  constructor(private readonly clock: () => number = Date.now) {
    super();
  }

  append(entries: readonly NewEntry[]): Promise<Appended[]> {
    const unstorable = entries.find(({ contentHash }) => !/^[0-9a-f]{64}$/.test(contentHash));
    if (unstorable) return Promise.reject(new Error(`not a hash: ${unstorable.contentHash}`));
    return Promise.resolve(entries.map((entry) => this.#append(entry)));
  }

  find(account: string, id: string): Promise<Appended | undefined> {
    const row = this.#rows.find((each) => each.account === account && each.id === id);
    return Promise.resolve(row && asAppended(row, false));
  }

  head(): Promise<LogHead> {
    return Promise.resolve({ log: 'local', epoch: 1, position: this.#rows.length });
  }

  readAfter(position: number, limit: number, account?: string): Promise<LoggedEntry[]> {
    const behind = this.#rows
      .slice(position)
      .filter((row) => account === undefined || row.account === account);
    return Promise.resolve(behind.slice(0, limit));
  }

  firstSeen(account: string, idempotencyKey: string, now: number): Promise<number> {
    const key = JSON.stringify([account, idempotencyKey]);
    const seen = this.#firstSeen.get(key) ?? now;
    this.#firstSeen.set(key, seen);
    return Promise.resolve(seen);
  }

  #append(entry: NewEntry): Appended {
    const known = this.#rows.find(({ account, id }) => account === entry.account && id === entry.id);
    const row = known ?? this.#record(entry);
    return asAppended(row, known === undefined);
  }

  #record(entry: NewEntry): LoggedEntry {
    const at = { log: 'local', epoch: 1, position: this.#rows.length + 1 };
    const shard = shardOf(entry.account, entry.incidentId);
    const { account, id, type, receivedAt, recordedBy, contentHash, body } = entry;
    const row: LoggedEntry = {
      ...{ account, id, type, receivedAt, recordedBy, contentHash, body, at, shard },
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

function asAppended(row: LoggedEntry, recordedNow: boolean): Appended {
  const { at, receivedAt, recordedAt, contentHash } = row;
  return { recordedNow, at, receivedAt, recordedAt, contentHash };
}
