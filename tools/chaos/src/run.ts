import { serverNames, type Stack } from '@daybook/local-stack';
import { auditLog } from './audit/log-audit.js';
import { auditReadModel } from './audit/read-model-audit.js';
import { auditDeadLetters, followReceipts, untilQuiet } from './audit/settle.js';
import { ChaosStack } from './chaos-stack.js';
import { healAll, inject, untilRecovered } from './faults/outage.js';
import { SCENARIOS, type ScenarioName, type Scene } from './faults/scenarios.js';
import { Followers } from './followers/followers.js';
import { Load } from './load/load.js';
import type { Ledger } from './load/ledger.js';
import type { Outage, Report } from './report.js';
import { describeFault, rounds, type Round } from './schedule.js';

export interface RunOptions {
  readonly seed: number;
  /** Ends after so many rounds, or with the round in which the time is over. */
  readonly rounds: number;
  readonly minutes: number;
  readonly scenarios: readonly ScenarioName[];
  /** Whether the account is followed, and what was told is held against the log. */
  readonly followers: boolean;
  readonly say: (text: string) => void;
}

/** One run on a stack whose servers are up: rounds of faults under load, the scenarios, and the audit of all of it. */
export async function run(
  onStack: Stack,
  { seed, rounds: most, minutes, scenarios, followers: followed, say }: RunOptions,
): Promise<Report> {
  const stack = new ChaosStack(onStack);
  await stack.startServices();
  await untilRecovered(stack);
  const load = new Load(stack, seed);
  const followers = followed ? new Followers(stack) : undefined;
  const outages: Record<string, Outage> = {};
  const outage = outageOf(stack, load, outages);
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1_000);
  await followers?.start();
  await load.start();

  let done = 0;
  for (const round of rounds(seed)) {
    if (done === most || seconds() >= minutes * 60) break;
    done += 1;
    await load.ledger.untilAcknowledged(load.ledger.acknowledged + round.afterAcknowledged);
    say(`${seconds()} s, round ${done}: ${describeRound(round)}`);
    await outage(labelOf(round), async () => {
      for (const fault of round.faults) await inject(stack, fault);
      await new Promise((resolve) => setTimeout(resolve, round.holdMs));
      await healAll(stack, round.faults);
    });
  }
  for (const name of scenarios) {
    say(`${seconds()} s, scenario ${name}`);
    await SCENARIOS[name]({ stack, load, outage, say: (text) => say(`${seconds()} s,   ${text}`) });
  }

  say(`${seconds()} s, the writers come to an end`);
  await load.stop();
  const duration = seconds();
  const servers = Object.fromEntries(
    serverNames.map((name) => [name, onStack.record.servers[name]!.from] as const),
  );
  const findings = await audit(stack, load.ledger, followers, say);
  return { seed, rounds: done, seconds: duration, servers, done: stack.done, outages, ...findings };
}

function outageOf(stack: ChaosStack, load: Load, outages: Record<string, Outage>): Scene['outage'] {
  return async (label, run) => {
    load.ledger.takeWaits();
    await run();
    await untilRecovered(stack);
    await load.oneMoreDelivery();
    const waits = load.ledger.takeWaits();
    const { times = 0, httpMs = 0, keyedMs = 0, queueMs = 0, nobodyMs = 0 } = outages[label] ?? {};
    outages[label] = {
      times: times + 1,
      httpMs: Math.max(httpMs, waits.httpMs),
      keyedMs: Math.max(keyedMs, waits.keyedMs),
      queueMs: Math.max(queueMs, waits.queueMs),
      nobodyMs: Math.max(nobodyMs, waits.nobodyMs),
    };
    return waits;
  };
}

type Findings = Omit<Report, 'seed' | 'rounds' | 'seconds' | 'servers' | 'done' | 'outages'>;

async function audit(
  stack: ChaosStack,
  ledger: Ledger,
  followers: Followers | undefined,
  say: (text: string) => void,
): Promise<Findings> {
  const faults: string[] = [];
  say('waiting until all is at rest');
  await untilQuiet(stack, ledger).catch((error: unknown) => faults.push((error as Error).message));
  say('the audit: log, receipts, dead letters, read model');
  const log = await auditLog(stack.postgresUrl);
  faults.push(...log.faults, ...ledger.refusals);
  faults.push(...(await followReceipts(stack, ledger)), ...(await auditDeadLetters(stack, ledger)));

  const recordedTimes = new Map<string, number>();
  for (const { contentHash, account, id } of log.rows) {
    recordedTimes.set(contentHash, (recordedTimes.get(contentHash) ?? 0) + 1);
    const line = ledger.lines.get(contentHash);
    if (!line || line.account !== account || line.id !== id)
      faults.push(`${account}/${id} was never sent so`);
  }
  const lines = [...ledger.lines];
  const lost = lines.filter(([hash, { acknowledged }]) => acknowledged && !recordedTimes.has(hash));
  const duplicated = [...recordedTimes.values()].filter((times) => times > 1).length;
  faults.push(...lost.map(([, { account, id }]) => `${account}/${id} was acknowledged and is lost`));
  if (duplicated > 0) faults.push(`${duplicated} facts are recorded more than once`);

  const readModel = await auditReadModel(stack, log.rows);
  faults.push(...readModel.faults);
  if (!readModel.watermark.endsWith(`:${log.head}`)) {
    faults.push(`the watermark is ${readModel.watermark}, and the log ends at ${log.head}`);
  }
  if (followers) {
    say('the followers come to an end');
    faults.push(...(await followers.audit(log.rows)));
  }
  return {
    sent: lines.length,
    acknowledged: ledger.acknowledged,
    queued: lines.filter(([, { acknowledged }]) => acknowledged === 'queued').length,
    recorded: log.rows.length,
    shown: readModel.entries,
    ...(followers && { followed: followers.counts }),
    lost: lost.length,
    duplicated,
    answered503: ledger.refusedFor503,
    deadLetters: ledger.spoiled.size,
    faults,
  };
}

function labelOf({ faults }: Round): string {
  const [fault] = faults;
  return faults.length === 1 ? `${fault!.kind} ${fault!.target}` : 'two at once';
}

function describeRound({ faults, holdMs }: Round): string {
  return `${faults.map(describeFault).join(' and ')} for ${(holdMs / 1_000).toFixed(1)} s`;
}
