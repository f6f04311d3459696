import { waitFor } from '@daybook/test-servers';
import { COMMAND_REPLICA, type ChaosStack, type Victim } from '../chaos-stack.js';
import type { Load } from '../load/load.js';
import type { Waits } from '../load/ledger.js';
import { healAll, inject, untilRecovered } from './outage.js';
import type { Fault } from '../schedule.js';
import { RelayWitness } from './relay-witness.js';

const PATIENCE_MS = 60_000;
/** Enough for several batches of the relay. */
const SOME_ENTRIES = 200;

/** Everything that a scenario works with. */
export interface Scene {
  readonly stack: ChaosStack;
  readonly load: Load;
  /** Runs one outage from its beginning until every writer is served again, and notes what they waited. */
  outage(label: string, run: () => Promise<void>): Promise<Waits>;
  say(text: string): void;
}

/** Moments that chance would seldom hit. Each proves that it took place, and leaves its harm to be found by the audit. */
export const SCENARIOS = {
  relayDiesBeforeCheckpoint,
  bothServersDown,
  memoryAlarm,
  twoReplicas,
} satisfies Record<string, (scene: Scene) => Promise<void>>;
export type ScenarioName = keyof typeof SCENARIOS;

/** The broker has confirmed entries, and the relay dies before it has saved that: they are sent twice. */
async function relayDiesBeforeCheckpoint({ stack, outage, say }: Scene): Promise<void> {
  const witness = await RelayWitness.open(stack);
  try {
    await outage('kill relay before its checkpoint', async () => {
      // What was sent before would not be seen to come twice.
      await witness.untilSeeing();
      const checkpoint = await witness.holdCheckpoint();
      await witness.untilSaveIsHeld();
      await stack.kill('command-service');
      await witness.releaseCheckpoint();
      await stack.start('command-service');
      const again = await waitFor(() => witness.sentTwiceBehind(checkpoint), {
        what: `entries behind ${checkpoint} to be sent again`,
        timeoutMs: PATIENCE_MS,
      });
      say(`${again} entries were sent twice`);
    });
  } finally {
    await witness.close();
  }
}

/** No durable place is left: writers are told to come back, and do. */
async function bothServersDown({ stack, load, outage, say }: Scene): Promise<void> {
  for (const kind of ['kill', 'freeze'] as const) {
    const faults: Fault[] = [
      { kind, target: 'postgres' },
      { kind, target: 'rabbitmq' },
    ];
    await outage(`${kind} postgres and rabbitmq`, async () => {
      const before = load.ledger.refusedFor503;
      for (const fault of faults) await inject(stack, fault);
      await waitFor(() => load.ledger.refusedFor503 > before, {
        what: '503 with Retry-After',
        timeoutMs: PATIENCE_MS,
      });
      await healAll(stack, faults);
      say(`${load.ledger.refusedFor503 - before} answers were 503 with Retry-After`);
    });
  }
}

/** The log is the outbox: writes go on, and the relay catches up. */
async function memoryAlarm({ stack, load, outage }: Scene): Promise<void> {
  const witness = await RelayWitness.open(stack);
  try {
    await outage('alarm rabbitmq', async () => {
      await stack.setMemoryAlarm(true);
      await waitFor(async () => (await stack.modeOf('command-service')) === 'without-rabbitmq', {
        what: 'the alarm to be noticed',
        timeoutMs: PATIENCE_MS,
      });
      const before = await witness.checkpoint();
      await load.ledger.untilAcknowledged(load.ledger.acknowledged + SOME_ENTRIES);
      const head = await witness.head();
      if (head <= before) throw new Error(`nothing was recorded during the alarm: the log stood at ${head}`);
      await stack.setMemoryAlarm(false);
      await witness.untilCheckpoint(head);
    });
  } finally {
    await witness.close();
  }
}

/** Writers know two addresses. The replica whose relay is active dies or hangs, and the other takes over without it. */
async function twoReplicas({ stack, outage, say }: Scene): Promise<void> {
  await stack.start(COMMAND_REPLICA);
  const replicas: readonly Victim[] = ['command-service', COMMAND_REPLICA];
  const witness = await RelayWitness.open(stack);
  try {
    for (const kind of ['kill', 'freeze'] as const) {
      await untilRecovered(stack, replicas);
      const active = await waitFor(() => activeRelay(stack, replicas), {
        what: 'an active relay',
        timeoutMs: PATIENCE_MS,
      });
      const other = replicas.find((replica) => replica !== active)!;
      await outage(`${kind} command-service, one of two`, async () => {
        await stack[kind](active);
        const head = await witness.head();
        await waitFor(() => activeRelay(stack, [other]), {
          what: `the relay of ${other} to take over`,
          timeoutMs: PATIENCE_MS,
        });
        await witness.untilCheckpoint(head + 1);
        say(`the relay of ${other} took over`);
        await (kind === 'kill' ? stack.start(active) : stack.thaw(active));
      });
    }
  } finally {
    await witness.close();
  }
  await stack.retire(COMMAND_REPLICA);
}

async function activeRelay(stack: ChaosStack, replicas: readonly Victim[]): Promise<Victim | undefined> {
  for (const replica of replicas) {
    if ((await stack.metricOf(replica, 'daybook_relay_active')) === 1) return replica;
  }
  return undefined;
}
