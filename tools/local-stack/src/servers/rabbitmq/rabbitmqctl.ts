import { dirname, join } from 'node:path';
import { run } from '../../processes/program.js';
import type { Stack } from '../../state/stack.js';
import { brokerEnvironment, installedRabbitmq } from './rabbitmq-server.js';

const timeoutMs = 60_000;

/** Runs a command of RabbitMQ's own tool against this stack's node, and returns what it printed. */
export async function rabbitmqctl(stack: Stack, ...args: string[]): Promise<string> {
  const { container, processes } = stack.record.servers.rabbitmq ?? { processes: [] };
  if (container) return run('docker', ['exec', container.name, 'rabbitmqctl', ...args], { timeoutMs });
  if (processes.length === 0) throw new Error(`The stack "${stack.name}" runs no RabbitMQ of its own.`);
  const program = join(dirname(installedRabbitmq()), 'rabbitmqctl');
  return run(program, args, { timeoutMs, env: brokerEnvironment(stack, process.env) });
}
