import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

export interface Line {
  /** From 1, as editors count. */
  readonly number: number;
  readonly bytes: Buffer;
}

const NEWLINE = 0x0a;

/**
 * The lines of a file, plain or gzipped (told by its first bytes, not by its name), without blank ones. Bytes, not
 * text: whether a line is UTF-8 is for the reader of its JSON to say, line by line.
 *
 * @param onRead told how many bytes have been read from the disk so far, for progress
 */
export async function* readLines(file: string, onRead: (bytes: number) => void): AsyncGenerator<Line> {
  const gzip = await isGzip(file);
  const source = createReadStream(file);
  const stream = gzip ? source.pipe(createGunzip()) : source;
  // An error of the disk does not pass through a pipe by itself.
  if (stream !== source) source.on('error', (error) => stream.destroy(error));

  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    onRead(source.bytesRead);
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE, start)) {
      number += 1;
      if (!isBlank(rest.subarray(start, end))) yield { number, bytes: rest.subarray(start, end) };
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  if (!isBlank(rest)) yield { number: number + 1, bytes: rest };
}

async function isGzip(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { end: 1 }) as AsyncIterable<Buffer>) {
    return chunk.length === 2 && chunk[0] === 0x1f && chunk[1] === 0x8b;
  }
  return false;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
