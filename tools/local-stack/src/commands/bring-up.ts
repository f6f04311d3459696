import { Listr, type ListrTask } from 'listr2';
import { ensureServer, ladders } from '../servers/servers.js';
import { buildServices } from '../services/build-services.js';
import { ensureService } from '../services/services.js';
import { serviceNames } from '../state/stack-record.js';
import type { Stack } from '../state/stack.js';

/** Plain lines where the output is no terminal: a spinner would fill a log with itself. */
export const display = {
  renderer: 'default',
  fallbackRenderer: 'simple',
  // Signals are the commands' own business: listr2 would exit at once and leave processes behind.
  registerSignalListeners: false,
} as const;

export interface Wanted {
  readonly services: boolean;
}

/** Starts what is missing of a stack and says what it does. The caller holds the lock. */
export async function bringUp(stack: Stack, wanted: Wanted): Promise<void> {
  const steps = wanted.services ? [serversAndBuild(stack), servicesStep(stack)] : [serversStep(stack)];
  await new Listr(steps, display).run();
}

/** The build needs no server, so both are under way at once. */
function serversAndBuild(stack: Stack): ListrTask {
  return {
    title: 'Servers and build',
    task: (_, step) => step.newListr([...serverSteps(stack), buildStep], { concurrent: true }),
  };
}

function serversStep(stack: Stack): ListrTask {
  return {
    title: 'Servers',
    task: (_, step) => step.newListr(serverSteps(stack), { concurrent: true }),
  };
}

function serverSteps(stack: Stack): ListrTask[] {
  return ladders.map((ladder) => ({
    title: ladder.label,
    task: unlessStopped(stack, async (_, step) => {
      const say = (text: string): void => void (step.output = text);
      const server = await ensureServer(ladder, { stack, env: process.env, say });
      step.title = `${ladder.label}: ${server.from}`;
    }),
  }));
}

export const buildStep: ListrTask = {
  title: 'Build of the services',
  task: (_, step) => buildServices((text) => (step.output = text)),
};

function servicesStep(stack: Stack): ListrTask {
  return {
    title: 'Services',
    task: (_, step) =>
      step.newListr(
        serviceNames.map((name) => ({
          title: name,
          task: unlessStopped(stack, async (_context, task) => {
            const { url } = await ensureService(stack, name, (text) => (task.output = text));
            task.title = `${name}: ${url}`;
          }),
        })),
      ),
  };
}

/** What fails because it is being stopped is no failure to tell. */
function unlessStopped(stack: Stack, task: NonNullable<ListrTask['task']>): ListrTask['task'] {
  return async (context, step): Promise<void> => {
    try {
      await task(context, step);
    } catch (error) {
      if (stack.launchable) throw error;
      step.skip('stopped');
    }
  };
}
