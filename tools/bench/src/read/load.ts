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
 * Entries without end: those of a real log, over and over, each time as other incidents; without one, made ones.
 */
export async function* entries(log: RealLog | undefined): AsyncGenerator<object, never> {
  for (let round = 0; ; round += 1) {
    for await (const { id: _id, incidentId, ...entry } of log ? realEntries(log) : madeEntries()) {
      yield { ...entry, incidentId: `${incidentId}-${round}` };
    }
  }
}

/** Appends the next so many, by bulks. */
export async function load(
  target: Target,
  source: AsyncIterator<object, never>,
  count: number,
): Promise<void> {
  for (let sent = 0; sent < count; sent += BULK) {
    const lines: string[] = [];
    while (lines.length < Math.min(BULK, count - sent))
      lines.push(JSON.stringify((await source.next()).value));
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

async function* realEntries({ file, map }: RealLog) {
  const child = spawn(process.execPath, ['tools/bootstrap.mjs', 'import', '--dry-run', '--map', map, file], {
    cwd: workspaceFolder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      yield entrySchema.parse(JSON.parse(line));
    }
  } finally {
    child.kill();
  }
}

function* madeEntries() {
  for (let made = 0; made < 1_000_000; made += 1) {
    yield makeFact(`made-${Math.floor(made / ENTRIES_EACH)}`, made % ENTRIES_EACH);
  }
}
