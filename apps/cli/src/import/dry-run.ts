import { jsonLine } from '../terminal/output.js';
import { tell } from '../terminal/progress.js';
import { readEntries, type EntryFile } from './read-entries.js';

/** Prints what would be sent, as NDJSON. Resolves with whether every line can be sent. */
export async function printEntries(source: EntryFile): Promise<boolean> {
  let complete = true;
  for await (const read of readEntries(source)) {
    if ('entry' in read) process.stdout.write(jsonLine(read.entry));
    if ('refusal' in read) tell(`${source.file}:${read.line}: ${read.refusal}`);
    if ('cutOff' in read) tell(`${source.file} can't be read behind line ${read.line}: ${read.cutOff}`);
    if ('refusal' in read || 'cutOff' in read) complete = false;
  }
  return complete;
}
