import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from '../processes/process-identity.js';

/** Longer than a first start on a slow line, which downloads two servers. */
const longestWaitMs = 15 * 60_000;

/**
 * Takes a lock file for this process; returns what gives it back. A lock whose process is gone (kill -9, a reboot)
 * is taken over. `onWait` is told once who holds it.
 */
export async function holdLock(
  file: string,
  onWait?: (holder: ProcessIdentity) => void,
): Promise<() => void> {
  const self = identify(process.pid);
  const deadline = Date.now() + longestWaitMs;
  let told = false;
  while (!tryLock(file, self)) {
    const content = readLock(file);
    if (content === undefined) continue;
    const holder = JSON.parse(content) as ProcessIdentity;
    if (!isAlive(holder)) {
      removeStale(file, content);
      continue;
    }
    if (!told) onWait?.(holder);
    told = true;
    if (Date.now() >= deadline) {
      throw new Error(`Process ${holder.pid} has been at work on this stack for too long (lock ${file}).`);
    }
    await sleep(200);
  }
  return () => rmSync(file, { force: true });
}

/** Written aside and linked into place, so that nobody ever reads a lock that is half written. */
function tryLock(file: string, self: ProcessIdentity | undefined): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(self));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Two processes may find the same stale lock: the slower one would move away the lock of the faster, so it looks. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readLock(aside) !== stale) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process took the lock meanwhile; the one moved away sees its lock gone only at its end.
    }
  }
  rmSync(aside, { force: true });
}
