import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outgoing } from '../outgoing.js';
import type { Waiting } from './segment.js';
import { SpoolWriter } from './writer.js';

const MEBIBYTE = 1024 * 1024;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-writer-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const entry = (id: string, length: number): Outgoing => ({ id, incidentId: 'i', text: 'x'.repeat(length) });

/** All of it is settled at once, and its file is something that the disk refuses to remove. */
function makeIrremovable(kept: readonly Waiting[]): void {
  const { segment } = kept[0]!;
  segment.waiting = 0;
  rmSync(segment.path);
  mkdirSync(segment.path);
}

it('goes on with the next segment when the disk does not let go of a full one', async () => {
  const kept: string[] = [];
  let second: Promise<void> | undefined;
  const writer = new SpoolWriter(folder, '00000000', 1, (waiting) => {
    kept.push(...waiting.map(({ id }) => id));
    if (kept.length > 1) return;
    makeIrremovable(waiting);
    second = writer.keep([entry('2', 10)]);
  });
  await writer.keep([entry('1', MEBIBYTE)]);
  await second;
  await writer.close();
  expect(kept).toStrictEqual(['1', '2']);
});

it('takes nothing back when the disk does not let go of a full segment at the end', async () => {
  const writer = new SpoolWriter(folder, '00000000', 1, makeIrremovable);
  await writer.keep([entry('1', MEBIBYTE)]);
  await writer.close();
});
