import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { workspaceFolder } from '@daybook/local-stack';
import { z } from 'zod';
import { ENTRIES_EACH, makeFact } from '../facts.js';
import type { Target } from '../target.js';

/** A log of another tool, with the mapping that makes entries of it. */
export interface RealLog {
  readonly file: string;
  readonly map: string;
}

const BULK = 5_000;
const answerSchema = z.object({ summary: z.object({ recorded: z.int(), refused: z.int() }) });
const entrySchema = z.looseObject({ id: z.string(), incidentId: z.string() });

/**
 * All lines of a log of another tool, as entries in JSON. At once, since what makes them would share the processor with
 * what is measured.
 */
export async function readLog({ file, map }: RealLog): Promise<string[]> {
  const child = spawn(process.execPath, ['tools/bootstrap.mjs', 'import', '--dry-run', '--map', map, file], {
    cwd: workspaceFolder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  if (lines.length === 0) throw new Error(`${file} gave no entries`);
  return lines;
}

/** Entries without end: those of these lines, over and over, each time as other incidents; without any, made ones. */
export function* entries(lines: readonly string[] = []): Generator<object, never> {
  for (let round = 0; ; round += 1) {
    for (const { id: _id, incidentId, ...entry } of lines.length > 0 ? parsed(lines) : madeEntries()) {
      yield { ...entry, incidentId: `${incidentId}-${round}` };
    }
  }
}

/** Appends the next so many, by bulks. */
export async function load(target: Target, source: Iterator<object, never>, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += BULK) {
    const lines: string[] = [];
    while (lines.length < Math.min(BULK, count - sent)) lines.push(JSON.stringify(source.next().value));
    const response = await fetch(`${target.commandUrl}/v1/entries`, {
      method: 'POST',
      headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    const last = (await response.text()).trimEnd().split('\n').at(-1)!;
    const { summary } = answerSchema.parse(JSON.parse(last));
    if (summary.recorded !== lines.length)
      throw new Error(`of ${lines.length} entries ${summary.recorded} were recorded`);
  }
}

function* parsed(lines: readonly string[]) {
  for (const line of lines) yield entrySchema.parse(JSON.parse(line));
}

function* madeEntries() {
  for (let made = 0; made < 1_000_000; made += 1) {
    yield makeFact(`made-${Math.floor(made / ENTRIES_EACH)}`, made % ENTRIES_EACH);
  }
}
