import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { DaybookError } from '../daybook-error.js';

/** A lock that its holder has not renewed for so long is free. */
const STALE_MS = 10_000;
const RENEW_MS = 2_000;
const RETRY_MS = 250;

/** By which a process is told apart from a later one with the same id, as there are in containers. */
const startedAt = Date.now() - process.uptime() * 1_000;
const SAME_START_MS = 1_000;

interface Holder {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: number;
}

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * One process at a time per folder. What a process held that has ended on this machine is free at once; of any other
 * holder, when it has not renewed its lock for 10 s.
 *
 * @param onLost somebody else holds it now
 * @throws DaybookError `spool_in_use`
 */
export async function lockFolder(folder: string, waitMs: number, onLost: () => void): Promise<FolderLock> {
  const lockfilePath = join(folder, 'lock');
  const holderFile = join(folder, 'holder.json');
  if (await holderHasEnded(holderFile)) await rm(lockfilePath, { recursive: true, force: true });
  const release = await lock(folder, {
    lockfilePath,
    ...{ stale: STALE_MS, update: RENEW_MS, onCompromised: onLost },
    retries: { retries: Math.ceil(waitMs / RETRY_MS), factor: 1, minTimeout: RETRY_MS, maxTimeout: RETRY_MS },
  }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ELOCKED') throw cause;
    throw new DaybookError('spool_in_use', `another process uses the spool in ${folder}`, { cause });
  });
  const holder: Holder = { host: hostname(), pid: process.pid, startedAt };
  await writeFile(holderFile, JSON.stringify(holder));
  return {
    release: () => release().catch(() => undefined),
  };
}

async function holderHasEnded(holderFile: string): Promise<boolean> {
  try {
    const holder = JSON.parse(await readFile(holderFile, 'utf8')) as Holder;
    if (holder.host !== hostname()) return false;
    if (holder.pid === process.pid) return Math.abs(holder.startedAt - startedAt) > SAME_START_MS;
    return !isAlive(holder.pid);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
