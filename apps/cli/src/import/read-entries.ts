import { ENTRY_LIMITS, type SentEntry } from '@daybook/timeline-domain';
import { EntryReader } from './entry-line.js';
import { readLines } from './line-reader.js';
import type { Mapping } from './mapping.js';

/** Well above an entry as the door takes it, which may be spaced out here. */
const MAX_LINE_BYTES = 2 * ENTRY_LIMITS.contentBytes;

export interface EntryFile {
  readonly file: string;
  /** Without one, each line is an entry as the door takes it. */
  readonly mapping?: Mapping | undefined;
  /** Lines before it are read for the ids of those behind, and left out. */
  readonly fromLine: number;
}

/** What became of a line. */
export type ReadLine =
  | { readonly line: number; readonly entry: SentEntry; readonly bytes: number }
  | { readonly line: number; readonly refusal: string }
  | { readonly line: number; readonly skipped: true }
  /** The file can't be read any further; `line` is the last that could. */
  | { readonly line: number; readonly cutOff: string };

/**
 * The lines of a file as entries with their ids.
 *
 * @param onRead told how many bytes have been read from the disk so far
 */
export async function* readEntries(
  { file, mapping, fromLine }: EntryFile,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<ReadLine> {
  const reader = new EntryReader(mapping);
  let last = 0;
  try {
    for await (const { number, bytes } of readLines(file, MAX_LINE_BYTES, onRead)) {
      last = number;
      const line = readLine(reader, number, bytes);
      if (number >= fromLine) yield line;
    }
  } catch (error) {
    yield { line: last, cutOff: (error as Error).message };
  }
}

function readLine(reader: EntryReader, line: number, bytes: Buffer | undefined): ReadLine {
  if (!bytes) return { line, refusal: `a line may have ${MAX_LINE_BYTES} bytes` };
  try {
    const entry = reader.read(bytes);
    return entry ? { line, entry, bytes: bytes.length } : { line, skipped: true };
  } catch (error) {
    return { line, refusal: (error as Error).message };
  }
}
