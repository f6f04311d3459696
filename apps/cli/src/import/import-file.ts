import { MAX_ARRAY, type ItemResult } from '@daybook/timeline-contracts';
import type { SentEntry } from '@daybook/timeline-domain';
import type { CommandDoor } from './command-door.js';
import { readEntries, type EntryFile } from './read-entries.js';

/** The size at which a request goes off with fewer entries: well below what the door takes. */
const BATCH_BYTES = 4 * 1024 * 1024;
/** Requests under way: while the service works at one, the next is read and sent. */
const UNDER_WAY = 2;

export interface Rejection {
  readonly line: number;
  readonly reason: string;
}

export interface ImportCount {
  recorded: number;
  duplicates: number;
  /** Durable, and in the log later: its database is away. */
  queued: number;
  rejected: number;
  /** Passed over, as the mapping says. */
  skipped: number;
}

export interface ImportProgress {
  bytes(count: number): void;
  entries(count: Readonly<ImportCount>): void;
  rejected(rejection: Rejection): void;
}

export interface ImportOutcome {
  readonly count: ImportCount;
  /** Why the file could not be read to its end. What stands before is loaded. */
  readonly cutOff?: Rejection;
}

/** The service takes nothing more. All lines before `line` are loaded or told of as rejected. */
export class ImportStopped extends Error {
  constructor(
    readonly line: number,
    cause: unknown,
  ) {
    super((cause as Error).message, { cause });
  }
}

interface Numbered {
  readonly line: number;
  readonly entry: SentEntry;
}

/** Loads one file. A line that is rejected takes no other with it. @throws ImportStopped */
export async function importFile(
  source: EntryFile,
  door: CommandDoor,
  progress: ImportProgress,
): Promise<ImportOutcome> {
  const count: ImportCount = { recorded: 0, duplicates: 0, queued: 0, rejected: 0, skipped: 0 };
  const stop = new AbortController();
  const underWay: Promise<void>[] = [];
  let batch: Numbered[] = [];
  let batchBytes = 0;
  let cutOff: Rejection | undefined;

  const reject = (line: number, reason: string) => {
    count.rejected += 1;
    progress.rejected({ line, reason });
  };
  const load = async (loaded: readonly Numbered[]) => {
    const entries = loaded.map(({ entry }) => entry);
    const results = await door.send(entries, stop.signal).catch((error: unknown) => {
      throw new ImportStopped(loaded[0]!.line, error);
    });
    results.forEach((result, index) => {
      if (result.status === 201) count.recorded += 1;
      else if (result.status === 200) count.duplicates += 1;
      else if (result.status === 202) count.queued += 1;
      else reject(loaded[index]!.line, reasonOf(result));
    });
    progress.entries(count);
  };
  const send = async () => {
    if (underWay.length === UNDER_WAY) await underWay.shift();
    if (batch.length === 0) return;
    const loading = load(batch);
    // A failure is thrown where it is waited for, in the order of the file; until then it must not count as unhandled.
    loading.catch(() => undefined);
    underWay.push(loading);
    batch = [];
    batchBytes = 0;
  };

  try {
    for await (const read of readEntries(source, (bytes) => progress.bytes(bytes))) {
      if ('cutOff' in read) cutOff = { line: read.line, reason: read.cutOff };
      else if ('refusal' in read) reject(read.line, read.refusal);
      else if ('skipped' in read) count.skipped += 1;
      else {
        batch.push(read);
        batchBytes += read.bytes;
      }
      if (batch.length === MAX_ARRAY || batchBytes > BATCH_BYTES) await send();
    }
    await send();
    while (underWay.length > 0) await underWay.shift();
  } finally {
    stop.abort();
  }
  return { count, ...(cutOff && { cutOff }) };
}

function reasonOf(result: ItemResult): string {
  return 'problem' in result ? result.problem.detail : `answered ${result.status}`;
}
