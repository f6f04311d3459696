import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { tell } from './load-with-progress.js';
import { readEntries, type EntryFile } from './read-entries.js';

/** Prints what would be sent, as NDJSON. Resolves with whether every line can be sent. */
export async function printEntries(source: EntryFile): Promise<boolean> {
  let complete = true;
  async function* lines() {
    for await (const read of readEntries(source)) {
      if ('entry' in read) yield `${JSON.stringify(read.entry)}\n`;
      if ('refusal' in read) tell(`${source.file}:${read.line}: ${read.refusal}`);
      if ('cutOff' in read) tell(`${source.file} can't be read behind line ${read.line}: ${read.cutOff}`);
      if ('refusal' in read || 'cutOff' in read) complete = false;
    }
  }
  try {
    await pipeline(Readable.from(lines()), process.stdout, { end: false });
  } catch (error) {
    // Whoever reads has seen enough, as `head` has.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
  return complete;
}
