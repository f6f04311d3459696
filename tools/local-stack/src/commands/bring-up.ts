import { Listr, type ListrTask } from 'listr2';
import { ensureServer, ladders } from '../servers/servers.js';
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

/** Starts what is missing of a stack; the caller holds its lock. */
export async function bringUp(stack: Stack, _wanted: Wanted): Promise<void> {
  await new Listr([serversStep(stack)], display).run();
}

function serversStep(stack: Stack): ListrTask {
  return {
    title: 'Servers',
    task: (_context, step) =>
      step.newListr(
        ladders.map((ladder) => ({
          title: ladder.label,
          task: async (_, task): Promise<void> => {
            const server = await ensureServer(ladder, {
              stack,
              env: process.env,
              say: (text) => (task.output = text),
            });
            task.title = `${ladder.label}: ${server.from}`;
          },
        })),
        { concurrent: true, exitOnError: true },
      ),
  };
}
