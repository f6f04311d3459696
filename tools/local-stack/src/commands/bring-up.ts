import { Listr, ListrLogger, ProcessOutput, type ListrTask } from 'listr2';
import { ensureServer, ladders } from '../servers/servers.js';
import { buildServices } from '../services/build-services.js';
import { ensureService } from '../services/services.js';
import { serviceNames } from '../state/stack-record.js';
import type { Stack } from '../state/stack.js';

/** What a command prints as its result, such as JSON, has stdout for itself. */
const logger = new ListrLogger({
  useIcons: true,
  processOutput: new ProcessOutput(process.stderr, process.stderr),
});

/** Plain lines where the output is no terminal: a spinner would fill a log with itself. */
export const display = {
  renderer: 'default',
  fallbackRenderer: 'simple',
  // Signals are the commands' own business: listr2 would exit at once and leave processes behind.
  registerSignalListeners: false,
  // What went wrong is told once, at the end of the command.
  rendererOptions: { collapseErrors: false, showErrorMessage: false, logger },
  fallbackRendererOptions: { logger },
} as const;

export interface Wanted {
  readonly services: boolean;
}

type Step = (say: (text: string) => void) => Promise<string>;

/** Starts what is missing of a stack and says what it does. The caller holds the lock. */
export async function bringUp(stack: Stack, wanted: Wanted): Promise<void> {
  const failures: unknown[] = [];

  /** A step whose outcome becomes its title. What fails because it is being stopped is no failure to tell. */
  const step = (title: string, action: Step): ListrTask => ({
    title,
    task: async (_, task): Promise<void> => {
      try {
        task.title = `${title}: ${await action((text) => (task.output = text))}`;
      } catch (error) {
        if (!stack.launchable) return task.skip('stopped');
        failures.push(error);
        throw new Error('see below');
      }
    },
  });
  const servers = ladders.map((ladder) =>
    step(ladder.label, async (say) => (await ensureServer(ladder, { stack, env: process.env, say })).from),
  );
  const build = step('Build of the services', (say) => buildServices(say).then(() => 'done'));
  const services = serviceNames.map((name) =>
    step(name, async (say) => (await ensureService(stack, name, say)).url),
  );
  // The build needs no server, so it is under way meanwhile.
  const steps = wanted.services
    ? [group('Servers and build', [...servers, build], true), group('Services', services, false)]
    : [group('Servers', servers, true)];
  try {
    await new Listr(steps, display).run();
  } catch (error) {
    throw failures[0] ?? error;
  }
}

function group(title: string, steps: ListrTask[], concurrent: boolean): ListrTask {
  return { title, task: (_, task) => task.newListr(steps, { concurrent }) };
}

export const buildStep: ListrTask = {
  title: 'Build of the services',
  task: (_, task) => buildServices((text) => (task.output = text)),
};
