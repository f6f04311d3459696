import { createReadStream } from 'node:fs';
import { constants, createGunzip } from 'node:zlib';
import { ndjsonLines, type Line } from '@daybook/exact-json';

/**
 * The lines of a file, plain or gzipped (told by its first bytes, not by its name).
 *
 * @param onRead told how many bytes have been read from the disk so far, for progress
 * @throws Error behind the last line that could be read, when the gzip is cut off or damaged
 */
export async function* readLines(
  file: string,
  maxBytes: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Line> {
  const gzip = await isGzip(file);
  let last = 0;
  try {
    for await (const line of linesOf(file, gzip, constants.Z_FINISH, maxBytes, onRead)) {
      last = line.number;
      yield line;
    }
  } catch (error) {
    // The failing stream drops what it had not handed over yet; one that makes nothing of the missing end does not.
    if (gzip && (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR') {
      for await (const line of linesOf(file, gzip, constants.Z_SYNC_FLUSH, maxBytes, onRead)) {
        if (line.number > last) yield line;
      }
    }
    throw error;
  }
}

async function* linesOf(
  file: string,
  gzip: boolean,
  finishFlush: number,
  maxBytes: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Line> {
  const source = createReadStream(file);
  const stream = gzip ? source.pipe(createGunzip({ finishFlush })) : source;
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
