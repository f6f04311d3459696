import { isAlive } from '../processes/process-identity.js';
import { untilReady } from '../processes/ready.js';
import type { RunningServer } from '../state/stack-record.js';
import type { Stack } from '../state/stack.js';
import { endContainer, isContainerUp } from './docker-engine.js';
import { climb, type Climb, type Ladder } from './ladder.js';
import { mongodbLadder } from './mongodb/mongodb-ladder.js';
import { postgresLadder } from './postgres/postgres-ladder.js';
import { rabbitmqLadder } from './rabbitmq/rabbitmq-ladder.js';

export const ladders: readonly Ladder[] = [postgresLadder, rabbitmqLadder, mongodbLadder];

/** Makes sure that a server runs: as it is where it was given or runs already, else by the ladder. */
export async function ensureServer(ladder: Ladder, context: Climb): Promise<RunningServer> {
  const { stack, say, env } = context;
  const known = stack.record.servers[ladder.server];
  const url = env[ladder.urlVariable];
  // `stack env` puts the stack's own addresses into a shell: those are not given by somebody else, and stay ours to keep up.
  if (url && url !== known?.url) {
    if (known) await endServer(stack, ladder);
    return write(stack, ladder, await given(ladder, url, env));
  }
  if (known && (await isUp(ladder, known))) {
    say('runs already');
    return known;
  }
  if (known) await endServer(stack, ladder);
  const server = await climb(ladder, context);
  stack.markReady(server.processes);
  return write(stack, ladder, server);
}

async function given(ladder: Ladder, url: string, env: NodeJS.ProcessEnv): Promise<RunningServer> {
  const server = ladder.given(url, env);
  try {
    await ladder.probe(server);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${ladder.label} does not answer at ${ladder.urlVariable}: ${reason}.`);
  }
  return server;
}

/** A server that the stack started, with all of its processes there, and that answers. */
async function isUp(ladder: Ladder, server: RunningServer): Promise<boolean> {
  const started = server.processes.length > 0 || server.container !== undefined;
  if (!started || !server.processes.every(({ identity }) => isAlive(identity))) return false;
  if (server.container && !(await isContainerUp(server.container))) return false;
  return untilReady({ what: ladder.label, timeoutMs: 10_000, probe: () => ladder.probe(server) }).then(
    () => true,
    () => false,
  );
}

export async function endServer(stack: Stack, ladder: Ladder): Promise<void> {
  const server = stack.record.servers[ladder.server];
  if (!server) return;
  await stack.endProcesses(server.processes);
  if (server.container) await endContainer(server.container);
  delete stack.record.servers[ladder.server];
  stack.save();
}

function write(stack: Stack, ladder: Ladder, server: RunningServer): RunningServer {
  stack.record.servers[ladder.server] = server;
  stack.save();
  return server;
}
