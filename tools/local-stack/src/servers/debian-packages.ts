import { findProgram, run } from '../processes/program.js';
import { NotHere } from './ladder.js';

const installTimeoutMs = 10 * 60_000;
// Another program (an unattended upgrade) may be installing; a mirror that does not answer gets few tries.
const patience = [
  ...['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=1'],
  ...['-o', 'Acquire::http::Timeout=10'],
];

/** Two servers may want packages at the same time, and apt-get refuses to run beside itself. */
let previous: Promise<unknown> = Promise.resolve();

/** Installs Debian packages, where this user may. */
export function installDebianPackages(names: readonly string[], say: (text: string) => void): Promise<void> {
  const installed = previous.then(() => install(names, say));
  previous = installed.catch(() => undefined);
  return installed;
}

async function install(names: readonly string[], say: (text: string) => void): Promise<void> {
  const apt = findProgram('apt-get');
  if (!apt) throw new NotHere('no apt-get');
  if (process.getuid?.() !== 0) throw new NotHere('apt-get needs root');
  const options = {
    timeoutMs: installTimeoutMs,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    onLine: (line: string): void => say(`apt-get: ${line}`),
  };
  try {
    say('apt-get update');
    await run(apt, [...patience, 'update'], options);
    say(`apt-get install ${names.join(' ')}`);
    await run(apt, [...patience, 'install', '-y', '--no-install-recommends', ...names], options);
  } catch (error) {
    throw new NotHere(error instanceof Error ? error.message : String(error));
  }
}
