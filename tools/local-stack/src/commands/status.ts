import { isAlive, type ProcessIdentity } from '../processes/process-identity.js';
import { ladders } from '../servers/servers.js';
import { probeService } from '../services/services.js';
import { serviceNames } from '../state/stack-record.js';
import type { Stack } from '../state/stack.js';
import { isContainerUp } from '../servers/docker-engine.js';

interface Line {
  readonly name: string;
  readonly pid: string;
  readonly port: string;
  readonly health: string;
}

/** A table for people; resolves with whether all of the stack is up. */
export async function printStatus(stack: Stack): Promise<boolean> {
  const lines = await Promise.all([...serverLines(stack), ...serviceLines(stack)]);
  const rows = [{ name: 'PROCESS', pid: 'PID', port: 'PORT', health: 'HEALTH' }, ...lines];
  const width = (key: 'name' | 'pid' | 'port'): number => Math.max(...rows.map((row) => row[key].length)) + 2;
  for (const row of rows) {
    const cells = (['name', 'pid', 'port'] as const).map((key) => row[key].padEnd(width(key)));
    process.stdout.write(`${cells.join('')}${row.health}\n`);
  }
  return lines.every(({ health }) => health === 'up');
}

function serverLines(stack: Stack): Promise<Line>[] {
  return ladders.map(async (ladder) => {
    const server = stack.record.servers[ladder.server];
    if (!server) return absent(ladder.server);
    const alive = server.processes.every(({ identity }) => isAlive(identity));
    const here = alive && (!server.container || (await isContainerUp(server.container)));
    const pid = server.container?.name ?? pidsOf(server.processes) ?? `given by ${ladder.urlVariable}`;
    return line(ladder.server, pid, server.url, here, () => ladder.probe(server));
  });
}

function serviceLines(stack: Stack): Promise<Line>[] {
  return serviceNames.map(async (name) => {
    const service = stack.record.services[name];
    if (!service) return absent(name);
    const alive = service.processes.every(({ identity }) => isAlive(identity));
    return line(name, pidsOf(service.processes) ?? '-', service.url, alive, () => probeService(service.url));
  });
}

function pidsOf(processes: readonly { identity: ProcessIdentity }[]): string | undefined {
  return processes.map(({ identity }) => identity.pid).join(', ') || undefined;
}

async function line(
  name: string,
  pid: string,
  url: string,
  here: boolean,
  probe: () => Promise<void>,
): Promise<Line> {
  const port = new URL(url).port;
  if (!here) return { name, pid, port, health: 'gone' };
  const health = await probe().then(
    () => 'up',
    (error: Error) => `no answer: ${error.message.split('\n')[0]}`,
  );
  return { name, pid, port, health };
}

function absent(name: string): Line {
  return { name, pid: '-', port: '-', health: 'not started' };
}
