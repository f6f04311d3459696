import { ENTRY_LIMITS, type SentEntry } from '@daybook/timeline-domain';
import type { ItemResult } from '@daybook/timeline-contracts';
import { sendEntries, type CommandDoor } from './command-door.js';
import { EntryReader } from './entry-line.js';
import { readLines } from './line-reader.js';

/** Entries of a request, and the size at which it goes off earlier: well below what the door takes. */
const BATCH = 500;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Well above an entry as the door takes it, which may be spaced out here. */
const MAX_LINE_BYTES = 2 * ENTRY_LIMITS.contentBytes;

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
}

export interface ImportProgress {
  bytes(count: number): void;
  entries(count: Readonly<ImportCount>): void;
  rejected(rejection: Rejection): void;
}

/** Loads one file, in its order. A line that is rejected takes no other with it. */
export async function importFile(
  file: string,
  door: CommandDoor,
  progress: ImportProgress,
): Promise<ImportCount> {
  const count: ImportCount = { recorded: 0, duplicates: 0, queued: 0, rejected: 0 };
  const reader = new EntryReader();
  let batch: { line: number; entry: SentEntry }[] = [];
  let batchBytes = 0;

  const reject = (line: number, reason: string) => {
    count.rejected += 1;
    progress.rejected({ line, reason });
  };
  const send = async () => {
    if (batch.length === 0) return;
    const { results } = await sendEntries(
      door,
      batch.map(({ entry }) => entry),
    );
    for (const result of results) {
      if (result.status === 201) count.recorded += 1;
      else if (result.status === 200) count.duplicates += 1;
      else if (result.status === 202) count.queued += 1;
      else reject(batch[result.index]!.line, reasonOf(result));
    }
    progress.entries(count);
    batch = [];
    batchBytes = 0;
  };

  for await (const { number, bytes } of readLines(file, MAX_LINE_BYTES, (read) => progress.bytes(read))) {
    if (!bytes) {
      reject(number, `a line may have ${MAX_LINE_BYTES} bytes`);
      continue;
    }
    try {
      batch.push({ line: number, entry: reader.read(bytes) });
      batchBytes += bytes.length;
    } catch (error) {
      reject(number, (error as Error).message);
    }
    if (batch.length === BATCH || batchBytes > BATCH_BYTES) await send();
  }
  await send();
  return count;
}

function reasonOf(result: ItemResult): string {
  return 'problem' in result ? result.problem.detail : `answered ${result.status}`;
}
