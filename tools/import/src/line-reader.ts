import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { ndjsonLines, type Line } from '@daybook/exact-json';

/**
 * The lines of a file, plain or gzipped (told by its first bytes, not by its name).
 *
 * @param onRead told how many bytes have been read from the disk so far, for progress
 */
export async function* readLines(
  file: string,
  maxBytes: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Line> {
  const gzip = await isGzip(file);
  const source = createReadStream(file);
  const stream = gzip ? source.pipe(createGunzip()) : source;
  // An error of the disk does not pass through a pipe by itself.
  if (stream !== source) source.on('error', (error) => stream.destroy(error));
  for await (const line of ndjsonLines(stream as AsyncIterable<Buffer>, maxBytes)) {
    onRead(source.bytesRead);
    yield line;
  }
}

async function isGzip(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { end: 1 }) as AsyncIterable<Buffer>) {
    return chunk.length === 2 && chunk[0] === 0x1f && chunk[1] === 0x8b;
  }
  return false;
}
