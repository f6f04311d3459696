import { findProgram, run } from '../processes/program.js';
import { NotHere } from './ladder.js';

const installTimeoutMs = 10 * 60_000;

/** Installs Debian packages, where this user may. */
export async function installDebianPackages(
  names: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  const apt = findProgram('apt-get');
  if (!apt) throw new NotHere('no apt-get');
  if (process.getuid?.() !== 0) throw new NotHere('apt-get needs root');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const onLine = (line: string): void => say(`apt-get: ${line}`);
  // Another apt-get (an unattended upgrade) may hold the lock for a while; a mirror that does not answer gets few tries.
  const patience = [
    '-o',
    'DPkg::Lock::Timeout=120',
    '-o',
    'Acquire::Retries=1',
    '-o',
    'Acquire::http::Timeout=10',
  ];
  try {
    say('apt-get update');
    await run(apt, [...patience, 'update'], { timeoutMs: installTimeoutMs, env, onLine });
    say(`apt-get install ${names.join(' ')}`);
    await run(apt, [...patience, 'install', '-y', '--no-install-recommends', ...names], {
      timeoutMs: installTimeoutMs,
      env,
      onLine,
    });
  } catch (error) {
    throw new NotHere(error instanceof Error ? error.message : String(error));
  }
}
