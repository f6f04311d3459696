import { findProgram, run } from '../processes/program.js';
import type { Container } from '../state/stack-record.js';
import type { Stack } from '../state/stack.js';
import { NotHere } from './ladder.js';

export interface ContainerPlan {
  readonly purpose: string;
  readonly image: string;
  /** Port inside the container -> port on this machine's loopback address. */
  readonly ports: Readonly<Record<number, number>>;
  readonly env: Readonly<Record<string, string>>;
  /** Where the image keeps its data. */
  readonly dataFolder: string;
  readonly command?: readonly string[];
  readonly say: (text: string) => void;
}

const pullTimeoutMs = 10 * 60_000;

/** The client may be here without an engine that answers it: only both are of use. */
export async function needDockerEngine(): Promise<void> {
  if (!findProgram('docker')) throw new NotHere('no docker program');
  try {
    await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 5_000 });
  } catch {
    throw new NotHere('no Docker engine answers');
  }
}

/** Starts a container with its data in a named volume, in place of one of the same name. */
export async function startContainer(stack: Stack, plan: ContainerPlan): Promise<Container> {
  const name = `daybook-${stack.id}-${plan.purpose}`;
  const container = { name, volume: `${name}-data` };
  if (!stack.record.volumes.includes(container.volume)) stack.record.volumes.push(container.volume);
  stack.save();
  plan.say(`docker pull ${plan.image}`);
  await run('docker', ['pull', plan.image], { timeoutMs: pullTimeoutMs, onLine: plan.say });
  await removeContainer(name);
  await run(
    'docker',
    [
      ...['run', '--detach', '--name', name, '--volume', `${container.volume}:${plan.dataFolder}`],
      ...Object.entries(plan.ports).flatMap(([inside, here]) => ['--publish', `127.0.0.1:${here}:${inside}`]),
      ...Object.entries(plan.env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      plan.image,
      ...(plan.command ?? []),
    ],
    { timeoutMs: 60_000 },
  );
  return container;
}

export async function isContainerUp({ name }: Container): Promise<boolean> {
  try {
    const state = await run('docker', ['inspect', '--format', '{{.State.Running}}', name], {
      timeoutMs: 5_000,
    });
    return state.trim() === 'true';
  } catch {
    return false;
  }
}

/** Stops it in its own way (SIGTERM, 20 s), so that the data in its volume is whole. */
export async function endContainer({ name }: Container): Promise<void> {
  await run('docker', ['stop', '--time', '20', name], { timeoutMs: 40_000 }).catch(() => undefined);
  await removeContainer(name);
}

/** Kills, freezes or lets go on all processes of a container. */
export async function signalContainer(
  { name }: Container,
  action: 'kill' | 'pause' | 'unpause',
): Promise<void> {
  await run('docker', [action, name], { timeoutMs: 20_000 });
}

export async function removeVolume(volume: string): Promise<void> {
  await run('docker', ['volume', 'rm', '--force', volume], { timeoutMs: 20_000 });
}

async function removeContainer(name: string): Promise<void> {
  await run('docker', ['rm', '--force', name], { timeoutMs: 30_000 }).catch(() => undefined);
}
