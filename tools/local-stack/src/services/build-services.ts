import { join } from 'node:path';
import { run } from '../processes/program.js';
import { workspaceFolder } from '../state/stack.js';
import { serviceNames } from '../state/stack-record.js';

export const nxProgram = join(workspaceFolder, 'node_modules', '.bin', 'nx');

/** Nx's helper process would outlive the command, and its screen drawing would fight with ours. */
export const nxEnvironment = { NX_DAEMON: 'false', NX_TUI: 'false' };

/** Builds both services, what they import and the page that one of them shows; takes a second when nothing has changed. */
export async function buildServices(say: (text: string) => void): Promise<void> {
  await run(nxProgram, ['run-many', '-t', 'build', '-p', ...serviceNames, 'web'], {
    timeoutMs: 5 * 60_000,
    cwd: workspaceFolder,
    env: nxEnvironment,
    onLine: (line) => line.trim() && say(line.trim()),
  });
}
