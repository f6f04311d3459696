import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive } from './process-identity.js';

/**
 * A process and all that descend from it, parents before children. A signal to its group would miss some: each of
 * PostgreSQL's processes is in a session of its own.
 */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const [pid, parent] of existsSync('/proc/self/stat') ? parentsFromProc() : parentsFromPs()) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(pid);
    else children.set(parent, [pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Stops a process and all its descendants where they are, as a machine that hangs would. */
export function freezeTree(root: number): void {
  const frozen = new Set<number>();
  // A parent that is stopped starts no more children, so this ends.
  for (let pids = processTree(root); pids.length > 0;) {
    for (const pid of pids) {
      signal(pid, 'SIGSTOP');
      frozen.add(pid);
    }
    pids = processTree(root).filter((pid) => !frozen.has(pid));
  }
}

/** Lets a tree that was frozen go on; does nothing to one that was not. */
export function thawTree(root: number): void {
  for (const pid of processTree(root).reverse()) signal(pid, 'SIGCONT');
}

/** Kills a process and all its descendants, and resolves when none is left. */
export async function killTree(root: number): Promise<void> {
  freezeTree(root);
  const identities = processTree(root).flatMap((pid) => identify(pid) ?? []);
  for (const { pid } of identities) signal(pid, 'SIGKILL');
  while (identities.some(isAlive)) await sleep(10);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function parentsFromProc(): [pid: number, parent: number][] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): [number, number][] => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // Behind the program's name, which may hold blanks and brackets: the state, then the parent.
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
      } catch {
        return [];
      }
    });
}

function parentsFromPs(): [pid: number, parent: number][] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
}
