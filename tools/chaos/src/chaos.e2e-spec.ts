// Drives the command as a person does, on a stack of its own, so that nobody else's servers are killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Report } from './report.js';
import { PROCESSES } from './schedule.js';

const workspace = resolve(import.meta.dirname, '../../..');
const TIMEOUT_MS = 600_000;

interface Outcome {
  readonly code: number;
  readonly report: Report | undefined;
  readonly progress: string;
}

async function chaos(...args: string[]): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    ['--conditions=@daybook/source', '--import', 'tsx', 'tools/chaos/src/main.ts', ...args],
    // When this process is killed, the channel's closing tells the command to stop its stack.
    { cwd: workspace, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let stdout = '';
  let progress = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (progress += text));
  const [code] = (await once(child, 'close')) as [number];
  const lastLine = stdout.trimEnd().split('\n').at(-1) ?? '';
  return { code, progress, report: lastLine.startsWith('{') ? (JSON.parse(lastLine) as Report) : undefined };
}

it(
  'loses and doubles nothing while each of the five processes is killed or frozen under load',
  async () => {
    // Three rounds of this seed hit all five.
    const { code, report, progress } = await chaos(
      ...['--seed', '2417', '--rounds', '3', '--no-followers', '--json', '--name', 'chaos-spec'],
      // Of two replicas, relay-outages.int-spec.ts tells the same in less time.
      ...['--scenarios', 'relayDiesBeforeCheckpoint,bothServersDown,memoryAlarm'],
    );
    if (!report) throw new Error(`no report:\n${progress}`);
    const { faults, lost, duplicated, acknowledged, sent, recorded, shown } = report;
    expect({ faults, lost, duplicated }).toEqual({ faults: [], lost: 0, duplicated: 0 });
    expect([acknowledged, recorded, shown]).toEqual([sent, sent, sent]);
    expect(sent).toBeGreaterThan(1_000);
    for (const process of PROCESSES) {
      expect((report.done[`kill ${process}`] ?? 0) + (report.done[`freeze ${process}`] ?? 0)).toBeGreaterThan(
        0,
      );
    }
    expect(report.answered503).toBeGreaterThan(0);
    expect(report.deadLetters).toBeGreaterThan(0);
    expect(code).toBe(0);
  },
  TIMEOUT_MS,
);

it(
  'tells those who follow everything while the query-service is killed, and the relay sends entries twice',
  async () => {
    // The first round of this seed kills the query-service.
    const { code, report, progress } = await chaos(
      ...['--seed', '185', '--rounds', '1', '--scenarios', 'relayDiesBeforeCheckpoint'],
      ...['--json', '--name', 'chaos-spec'],
    );
    if (!report) throw new Error(`no report:\n${progress}`);
    expect(report.faults).toEqual([]);
    expect(report.done['kill query-service']).toBe(1);
    const { stream, feed, webhook } = report.followed!;
    expect([feed, webhook]).toEqual([stream, stream]);
    expect(stream).toBeGreaterThan(100);
    expect(code).toBe(0);
  },
  TIMEOUT_MS,
);
