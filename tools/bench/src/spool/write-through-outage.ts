import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@daybook/client';
import { openSpool } from '@daybook/client/spool';
import { reporter } from '../facts.js';
import { millisecondHistogram } from '../millisecond-histogram.js';
import type { Target } from '../target.js';
import { untilCaughtUp } from '../until-caught-up.js';

export interface SpoolFigures {
  readonly rate: number;
  readonly seconds: number;
  readonly entries: number;
  /** From `add` until it says that the entry is on the disk. */
  readonly addP50Ms: number;
  readonly addP99Ms: number;
  /** From all being up until nothing waits. */
  readonly drainSeconds: number;
  readonly drainedPerSecond: number;
  /** Acknowledged and not in the log, or not shown. */
  readonly lost: number;
  readonly duplicated: number;
  readonly refused: number;
  readonly inOrder: boolean;
}

const TICK_MS = 20;

interface Outage {
  /** Ends everything. */
  readonly begin: () => Promise<void>;
  /** Everything is up again when it resolves. */
  readonly end: () => Promise<void>;
}

/** Writes at a steady rate while nothing is up, then looks for every entry that was acknowledged. */
export async function writeThroughOutage(
  target: Target,
  outage: Outage,
  rate: number,
  seconds: number,
): Promise<SpoolFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-spool-'));
  const spool = await openSpool(folder);
  const daybook = connect({ ...target, spool });
  const latencies = millisecondHistogram();
  const acknowledged: string[] = [];
  const report = reporter();
  try {
    await outage.begin();
    const open: Promise<void>[] = [];
    const add = async () => {
      const asked = performance.now();
      const { id } = await daybook.add(report().fact);
      latencies.recordValue(Math.max(1, Math.round(performance.now() - asked)));
      acknowledged.push(id);
    };
    const began = performance.now();
    for (let sent = 0; sent < rate * seconds;) {
      const due = Math.min(rate * seconds, Math.floor(((performance.now() - began) / 1_000) * rate));
      for (; sent < due; sent += 1) open.push(add());
      await sleep(TICK_MS);
    }
    await Promise.all(open);

    await outage.end();
    const up = performance.now();
    await spool.drained();
    const drainSeconds = (performance.now() - up) / 1_000;
    await untilCaughtUp(target);

    const logged: string[] = [];
    for await (const { id } of daybook.changes({ wait: 0, limit: 500 })) logged.push(id);
    const known = new Set(logged);
    const refused = (await readFile(spool.refusedFile, 'utf8')).split('\n').filter(Boolean).length;
    return {
      ...{ rate, seconds, entries: acknowledged.length },
      addP50Ms: latencies.getValueAtPercentile(50),
      addP99Ms: latencies.getValueAtPercentile(99),
      ...{ drainSeconds, drainedPerSecond: acknowledged.length / drainSeconds },
      lost: acknowledged.filter((id) => !known.has(id)).length,
      duplicated: logged.length - known.size,
      refused,
      inOrder: logged.every((id, index) => index === 0 || logged[index - 1]! < id),
    };
  } finally {
    await daybook.close();
    await rm(folder, { recursive: true });
  }
}
