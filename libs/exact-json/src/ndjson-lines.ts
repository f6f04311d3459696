const NEWLINE = 0x0a;

export interface Line {
  /** From 1, as editors count. */
  readonly number: number;
  /** Undefined for a line that is longer than allowed; what it held has not been kept. */
  readonly bytes: Buffer | undefined;
}

/** As arrivingLines, one at a time. */
export async function* ndjsonLines(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Line> {
  for await (const lines of arrivingLines(chunks, maxBytes)) yield* lines;
}

/**
 * The lines of a stream of NDJSON, without blank ones, in constant memory: a line of more than `maxBytes` is passed
 * over. They come as they arrive: those that one chunk completes, together. Bytes, not text: whether a line is UTF-8
 * is for the reader of its JSON to say, line by line.
 *
 * An error of the stream comes behind the lines that were whole by then; the beginning of another one is dropped.
 */
export async function* arrivingLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<Line[]> {
  let number = 1;
  let parts: Buffer[] = [];
  let length = 0;

  const keep = (part: Buffer) => {
    length += part.length;
    if (length > maxBytes) parts = [];
    else parts.push(part);
  };
  const take = (lines: Line[]) => {
    const bytes = length > maxBytes ? undefined : parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    if (!bytes || !isBlank(bytes)) lines.push({ number, bytes });
    parts = [];
    length = 0;
    number += 1;
  };

  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, end));
      take(lines);
      start = end + 1;
    }
    keep(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  const last: Line[] = [];
  take(last);
  if (last.length > 0) yield last;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
