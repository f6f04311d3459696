import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../processes/program.js';
import { installDebianPackages } from './debian-packages.js';
import { NotHere } from './ladder.js';

/**
 * Makes a Python environment in `folder`, in place of what is there, with what `requirements` tells pip to install.
 * Throws NotHere where that can't be done.
 */
export async function makePythonEnvironment(
  folder: string,
  requirements: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const makeEmpty = (): Promise<string> =>
    run('python3', ['-m', 'venv', '--clear', folder], { timeoutMs: 120_000 });
  say('making a Python environment');
  try {
    await makeEmpty();
  } catch {
    // Debian's python3 comes without what makes environments.
    await installDebianPackages(['python3-venv'], say);
    await makeEmpty();
  }
  say(`pip install ${requirements.join(' ')}`);
  try {
    await run(join(folder, 'bin', 'pip'), ['install', '--progress-bar', 'off', ...requirements], {
      timeoutMs: 5 * 60_000,
      onLine: say,
    });
  } catch (error) {
    throw new NotHere(error instanceof Error ? error.message : String(error));
  }
}
