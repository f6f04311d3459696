import { serverNames } from '@daybook/local-stack';
import { waitFor } from '@daybook/test-servers';
import type { ChaosStack, Victim } from '../chaos-stack.js';
import { SERVICES, type Fault } from '../schedule.js';

const RECOVERY_MS = 120_000;

export async function inject(stack: ChaosStack, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'kill':
      return stack.kill(fault.target);
    case 'freeze':
      return stack.freeze(fault.target);
    case 'restart':
      return stack.stop(fault.target);
    case 'clock':
      return stack.clocks.set(fault.target, fault.jumpMs);
    case 'alarm':
      return stack.setMemoryAlarm(true);
  }
}

/** Servers come back before services, which are ready only with a server. */
export async function healAll(stack: ChaosStack, faults: readonly Fault[]): Promise<void> {
  const isServer = ({ target }: Fault) => serverNames.some((name) => name === target);
  for (const fault of [...faults].sort((a, b) => Number(isServer(b)) - Number(isServer(a)))) {
    await heal(stack, fault);
  }
}

async function heal(stack: ChaosStack, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'freeze':
      return stack.thaw(fault.target);
    case 'clock':
      return stack.clocks.set(fault.target, 0);
    case 'alarm':
      return stack.setMemoryAlarm(false);
    default:
      return stack.start(fault.target);
  }
}

/** Both services see all of their servers again. */
export async function untilRecovered(
  stack: ChaosStack,
  services: readonly Victim[] = SERVICES,
): Promise<void> {
  for (const service of services) {
    await waitFor(async () => (await stack.modeOf(service)) === 'normal', {
      what: `${service} to recover`,
      timeoutMs: RECOVERY_MS,
    });
  }
}
