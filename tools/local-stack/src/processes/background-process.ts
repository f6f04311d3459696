import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';
import { thawTree } from './process-tree.js';

/** Another user to run as, where the stack itself runs as root. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

export interface BackgroundCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly logFile: string;
  readonly runAs?: RunAs | undefined;
}

/**
 * Starts a process in a session of its own, so that neither the terminal's Ctrl-C nor its closing reaches it.
 * Synchronous: the caller can write down what it started before anything else, a signal included, happens.
 */
export function startInBackground(command: BackgroundCommand): ProcessIdentity {
  mkdirSync(dirname(command.logFile), { recursive: true });
  const log = openSync(command.logFile, 'a', 0o600);
  try {
    const child = spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['ignore', log, log],
      ...command.runAs,
    });
    // A program that can't be started has no pid, which is told below; without a listener the event would be thrown.
    child.on('error', () => {});
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (!identity) throw new Error(`${command.file} could not be started.`);
    return identity;
  } finally {
    closeSync(log);
  }
}

export interface Ending {
  readonly signal: NodeJS.Signals;
  readonly graceMs: number;
  /** Whether the processes that it started get the signal as well; else it ends them itself. */
  readonly group?: boolean;
}

/** Asks a process to end and kills it, with all of its group, if it has not by the end of its grace. */
export async function end(
  identity: ProcessIdentity,
  { signal, graceMs, group = false }: Ending,
): Promise<void> {
  if (!isAlive(identity)) return;
  // Stopped processes take no other signal, and a killed parent would leave its stopped children behind.
  thawTree(identity.pid);
  send(group ? -identity.pid : identity.pid, signal);
  if (await hasEnded(identity, graceMs)) return;
  // Whatever is ended here was started as the leader of a group, and it is alive, so the group is still this one.
  send(-identity.pid, 'SIGKILL');
  if (!(await hasEnded(identity, 5_000))) {
    throw new Error(`Process ${identity.pid} is still there after SIGKILL.`);
  }
}

/** Kills at once, for a person who does not want to wait. */
export function killNow(identity: ProcessIdentity): void {
  if (!isAlive(identity)) return;
  thawTree(identity.pid);
  send(-identity.pid, 'SIGKILL');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function hasEnded(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await sleep(25);
  }
  return true;
}

/** The end of a log, for an error message: servers say there why they did not start. */
export async function lastLines(logFile: string, lines = 12): Promise<string> {
  const tailBytes = 8_192;
  try {
    const log = await open(logFile);
    try {
      const { size } = await log.stat();
      const { buffer, bytesRead } = await log.read({
        buffer: Buffer.alloc(Math.min(size, tailBytes)),
        position: Math.max(0, size - tailBytes),
      });
      const tail = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').slice(-lines).join('\n');
      return `The end of ${logFile}:\n${tail}`;
    } finally {
      await log.close();
    }
  } catch {
    return `It left no log at ${logFile}.`;
  }
}
