import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import {
  end,
  killNow,
  startInBackground,
  type BackgroundCommand,
  type Ending,
} from '../processes/background-process.js';
import { freePort } from '../processes/free-port.js';
import { identify, isAlive, type ProcessIdentity } from '../processes/process-identity.js';
import { holdLock } from './lock.js';
import { emptyRecord, type StackRecord, type StartedProcess } from './stack-record.js';

export const workspaceFolder = resolve(import.meta.dirname, '../../../..');
const daybookFolder = join(workspaceFolder, '.daybook');

/** What takes long to fetch or build (a Python environment, built programs), shared between stacks. */
export const cacheFolder = join(daybookFolder, 'cache');

/** One set of servers and services with a folder of its own, in which all of its state lives. */
export class Stack {
  readonly folder: string;
  /** Tells this stack from others of its name in other clones; for what lives outside its folder. */
  readonly id: string;
  record: StackRecord;
  #launchable = true;
  readonly #starting = new Set<number>();

  constructor(readonly name: string) {
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
      throw new Error(`A stack's name is lower-case letters, digits and dashes, but got "${name}".`);
    }
    this.folder = join(daybookFolder, name);
    this.id = `${name}-${createHash('sha256').update(this.folder).digest('hex').slice(0, 10)}`;
    this.record = this.readRecord();
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Runs `action` with the newest record while no other command changes this stack. */
  async exclusively<T>(action: () => Promise<T>, onWait?: (holder: ProcessIdentity) => void): Promise<T> {
    mkdirSync(this.folder, { recursive: true, mode: 0o755 });
    // Beside the folder, not in it: `reset` deletes the folder while it holds the lock.
    const release = await holdLock(`${this.folder}.lock`, onWait);
    try {
      this.record = this.readRecord();
      return await action();
    } finally {
      release();
    }
  }

  /** As it is in the folder, perhaps changed by another command since. */
  readRecord(): StackRecord {
    let text: string;
    try {
      text = readFileSync(this.path('stack.json'), 'utf8');
    } catch {
      return emptyRecord();
    }
    return { ...emptyRecord(), ...(JSON.parse(text) as Partial<StackRecord>) };
  }

  /** Written at once and whole: a reader sees the old record or the new one. */
  save(): void {
    mkdirSync(this.folder, { recursive: true });
    const file = this.path('stack.json');
    const draft = `${file}.${process.pid}.new`;
    writeFileSync(draft, `${JSON.stringify(this.record, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  }

  /** The port remembered for this purpose if it is free, else a free one, remembered from now on. */
  async port(purpose: string, preferred?: number): Promise<number> {
    const remembered = this.record.ports[purpose];
    const port = await freePort(remembered ?? preferred, remembered !== undefined);
    this.record.ports[purpose] = port;
    this.save();
    return port;
  }

  /** A secret made once for this stack. */
  secret(name: string): string {
    const file = this.path(`${name}.secret`);
    try {
      return readFileSync(file, 'utf8');
    } catch {
      const secret = randomBytes(18).toString('hex');
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(file, secret, { mode: 0o600 });
      return secret;
    }
  }

  /** Starts a process and hands it to `write`, which puts it into the record, before anything can come between. */
  launch(
    what: string,
    command: BackgroundCommand,
    ending: Ending,
    write: (started: StartedProcess) => void,
  ): ProcessIdentity {
    if (!this.#launchable) throw new Error(`The stack is being stopped, so ${what} is not started.`);
    const identity = startInBackground(command);
    this.#starting.add(identity.pid);
    write({ what, identity, ending });
    this.save();
    return identity;
  }

  /** Says that what was launched does its work, so that from now on it has something to bring to an end in order. */
  markReady(processes: readonly StartedProcess[]): void {
    for (const { identity } of processes) this.#starting.delete(identity.pid);
  }

  get launchable(): boolean {
    return this.#launchable;
  }

  /** From here on nothing starts: what is there can be ended without more coming up behind. */
  launchNothingMore(): void {
    this.#launchable = false;
  }

  /** After its folder was deleted: what it knew is gone with it. */
  forget(): void {
    this.record = emptyRecord();
  }

  async endProcesses(processes: readonly StartedProcess[]): Promise<void> {
    for (const { identity, ending } of processes) {
      // A broker that is asked to end while it boots takes its whole grace and leaves nothing tidier than a kill.
      const graceMs = this.#starting.has(identity.pid) ? 1_000 : ending.graceMs;
      await end(identity, { ...ending, graceMs });
    }
  }

  hasStarted(): boolean {
    return Object.keys(this.record.services).length + Object.keys(this.record.servers).length > 0;
  }

  /** Kills all that it started, without asking; for a second Ctrl-C. */
  killProcesses(): void {
    const started = [...Object.values(this.record.services), ...Object.values(this.record.servers)];
    for (const { identity } of started.flatMap(({ processes }) => processes)) killNow(identity);
  }

  join(): void {
    const self = identify(process.pid);
    if (self) this.record.users = [...this.otherUsers(), self];
    this.save();
  }

  leave(): void {
    this.record.users = this.otherUsers();
    this.save();
  }

  otherUsers(): ProcessIdentity[] {
    return this.record.users.filter((user) => user.pid !== process.pid && isAlive(user));
  }
}
