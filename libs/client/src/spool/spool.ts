import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pauseMs, type BackOff } from '../back-off.js';
import { DaybookError } from '../daybook-error.js';
import type { Deliver, Spool } from '../delivery.js';
import type { Outgoing } from '../outgoing.js';
import { lockFolder, type FolderLock } from './folder-lock.js';
import { RefusedEntries } from './refused-entries.js';
import { Segment, segmentName, segmentNumber, syncFolder, type Waiting } from './segment.js';
import { WaitingLine } from './waiting-line.js';
import { SpoolWriter } from './writer.js';

export interface SpoolOptions {
  /** How large the spool may become, in bytes; 256 MiB by default. Beyond it, entries are refused with `spool_full`. */
  readonly maxBytes?: number;
  /** How long to wait for another process that uses the folder, in milliseconds; 12,000 by default. */
  readonly lockWaitMs?: number;
  /** Told of an entry that was set aside, since sending it again would not help. */
  readonly onRefused?: (id: string, error: DaybookError) => void;
}

const MAX_BYTES = 256 * 1024 * 1024;
const BATCH = { most: 500, bytes: 4 * 1024 * 1024 };
const BACK_OFF: BackOff = { firstMs: 250, mostMs: 5_000 };
const LONG_MS = 2 ** 31 - 1;
/** That an array was refused for, so that a smaller one tells which entry it was. */
const OF_CONTENT = [400, 413, 422];

/**
 * Opens a spool in a folder, which is made where there is none. What a former process left is still in it, and is
 * handed on first.
 *
 * @throws DaybookError `spool_in_use` while another process has it
 */
export async function openSpool(folder: string, options: SpoolOptions = {}): Promise<FolderSpool> {
  const path = resolve(folder);
  await mkdir(path, { recursive: true });
  const spool = new FolderSpool(path, options);
  await spool.open();
  return spool;
}

/** Entries on this machine's disk that no door took yet. One process at a time has a folder. */
export class FolderSpool implements Spool {
  readonly #refused: RefusedEntries;
  readonly #owner = randomBytes(4).toString('hex');
  readonly #line = new WaitingLine();
  readonly #ended = new AbortController();
  #lock: FolderLock | undefined;
  #writer: SpoolWriter | undefined;
  #deliver: Deliver | undefined;
  #replaying: Promise<void> | undefined;
  #bytes = 0;
  #inFlight = 0;
  #lost = false;
  #whenDrained: { readonly resolve: () => void; readonly reject: (error: DaybookError) => void }[] = [];

  /** @internal use openSpool */
  constructor(
    private readonly folder: string,
    private readonly options: SpoolOptions,
  ) {
    this.#refused = new RefusedEntries(folder);
  }

  get pending(): number {
    return this.#line.length + this.#inFlight;
  }

  /** Where entries are set aside that no sending again would help, a JSON object a line, each with its reason. */
  get refusedFile(): string {
    return this.#refused.path;
  }

  /** @internal */
  async open(): Promise<void> {
    this.#lock = await lockFolder(this.folder, this.options.lockWaitMs ?? 12_000, () => this.#lose());
    try {
      await this.#refused.open();
      const next = await this.#inherit();
      this.#writer = new SpoolWriter(this.folder, this.#owner, next, (waiting) => this.#takeIn(waiting));
    } catch (error) {
      await this.#lock.release();
      throw error;
    }
  }

  async keep(entries: readonly Outgoing[]): Promise<void> {
    const ended = this.#whyEnded();
    if (ended) throw ended;
    const { maxBytes = MAX_BYTES } = this.options;
    const more = entries.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0);
    if (this.#bytes + more > maxBytes) {
      const message = `the spool in ${this.folder} is full: ${this.pending} entries, ${this.#bytes} of ${maxBytes} bytes`;
      throw new DaybookError('spool_full', message);
    }
    this.#bytes += more;
    await this.#writer!.keep(entries).catch((error: unknown) => {
      this.#bytes -= more;
      throw error;
    });
  }

  start(deliver: Deliver): void {
    if (this.#deliver) throw new DaybookError('spool_in_use', 'a client uses this spool already');
    this.#deliver = deliver;
    this.#replay();
  }

  /**
   * Resolves once nothing waits.
   *
   * @throws DaybookError `spool_closed` when the spool is closed before, and `spool_taken` when another process takes it
   *   over: what still waits is handed on by whoever has the spool next
   */
  async drained(): Promise<void> {
    if (this.pending === 0) return;
    const ended = this.#whyEnded();
    if (ended) throw ended;
    // What waits alone lets a program end, which is no loss; whoever waits for it does not mean that.
    const alive = setInterval(() => undefined, LONG_MS);
    try {
      await new Promise<void>((resolve, reject) => this.#whenDrained.push({ resolve, reject }));
    } finally {
      clearInterval(alive);
    }
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.#replaying;
    for (const { reject } of this.#whenDrained.splice(0)) reject(closed());
    await this.#writer?.close();
    await this.#refused.close();
    await this.#lock?.release();
  }

  #lose(): void {
    this.#lost = true;
    for (const { reject } of this.#whenDrained.splice(0)) reject(taken(this.folder));
  }

  #whyEnded(): DaybookError | undefined {
    if (this.#lost) return taken(this.folder);
    return this.#ended.signal.aborted ? closed() : undefined;
  }

  /** Takes over what former owners left, by giving it this one's name. @returns the number of the next segment */
  async #inherit(): Promise<number> {
    const files = (await readdir(this.folder)).filter((file) => segmentNumber(file) !== undefined).sort();
    for (const file of files) {
      const name = segmentName(segmentNumber(file)!, this.#owner);
      await rename(join(this.folder, file), join(this.folder, name));
    }
    await syncFolder(this.folder);
    for (const file of files) {
      await this.#read(Segment.inherited(join(this.folder, segmentName(segmentNumber(file)!, this.#owner))));
    }
    return files.length === 0 ? 1 : segmentNumber(files.at(-1)!)! + 1;
  }

  async #read(segment: Segment): Promise<void> {
    const waiting: Waiting[] = [];
    for (const { text, offset, length } of await segment.lines()) {
      const id = idOf(text);
      if (id === undefined) {
        const unreadable = new DaybookError('spool_unreadable', 'the line is no entry: the disk changed it');
        await this.#refused.add(null, text, unreadable);
      } else if (!this.#refused.has(id)) waiting.push({ id, segment, offset, length });
    }
    segment.waiting = waiting.length;
    if (waiting.length === 0) return segment.remove();
    this.#bytes += waiting.reduce((sum, { length }) => sum + length + 1, 0);
    this.#line.add(waiting);
  }

  #takeIn(waiting: readonly Waiting[]): void {
    this.#line.add(waiting);
    this.#replay();
  }

  #replay(): void {
    if (!this.#deliver || this.#ended.signal.aborted || this.#lost || this.#line.length === 0) return;
    this.#replaying ??= this.#handOn(this.#deliver)
      .catch(() => undefined)
      .finally(() => {
        this.#replaying = undefined;
        this.#replay();
      });
  }

  async #handOn(deliver: Deliver): Promise<void> {
    const { signal } = this.#ended;
    let most = BATCH.most;
    for (let failures = 0; this.#line.length > 0 && !signal.aborted && !this.#lost;) {
      const left = new Set(this.#line.take(most, BATCH.bytes));
      const { size } = left;
      this.#inFlight = size;
      const error = await this.#send(left, deliver, signal).catch(
        (thrown: unknown) => thrown as DaybookError,
      );
      this.#line.add([...left]);
      this.#inFlight = 0;
      if (error && OF_CONTENT.includes(error.status ?? 0) && size > 1) {
        most = Math.ceil(size / 2);
        continue;
      }
      if (left.size < size) [most, failures] = [BATCH.most, 0];
      if (left.size === 0) continue;
      failures += 1;
      const waitMs = pauseMs(BACK_OFF, failures, error?.retryAfterMs);
      await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
    if (this.#line.length > 0) return;
    for (const { resolve } of this.#whenDrained.splice(0)) resolve();
    await this.#writer!.tidy();
  }

  /**
   * Sends a batch, and takes out of it what needs no sending again.
   *
   * @throws DaybookError where nothing was said of single entries
   */
  async #send(batch: Set<Waiting>, deliver: Deliver, signal: AbortSignal): Promise<void> {
    const sent = [...batch];
    const entries = await read(sent);
    const outcomes = await deliver(entries, signal);
    for (const [index, waiting] of sent.entries()) {
      const outcome = outcomes[index]!;
      if (outcome instanceof DaybookError) {
        if (outcome.mayPass) continue;
        await this.#refused.add(waiting.id, entries[index]!.text, outcome);
        this.options.onRefused?.(waiting.id, outcome);
      }
      batch.delete(waiting);
      await this.#settle(waiting);
    }
  }

  async #settle({ segment, length }: Waiting): Promise<void> {
    this.#bytes -= length + 1;
    segment.waiting -= 1;
    if (segment.waiting === 0 && !this.#writer!.owns(segment)) await segment.remove();
  }
}

async function read(batch: readonly Waiting[]): Promise<Outgoing[]> {
  const bySegment = new Map<Segment, Waiting[]>();
  for (const one of batch) {
    const others = bySegment.get(one.segment);
    if (others) others.push(one);
    else bySegment.set(one.segment, [one]);
  }
  const texts = new Map<Waiting, string>();
  for (const [segment, waiting] of bySegment) {
    const lines = await segment.texts(waiting);
    waiting.forEach((one, index) => texts.set(one, lines[index]!));
  }
  return batch.map((one) => {
    const text = texts.get(one)!;
    const { incidentId } = JSON.parse(text) as { incidentId: string };
    return { id: one.id, incidentId, text };
  });
}

function idOf(text: string): string | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

function taken(folder: string): DaybookError {
  return new DaybookError('spool_taken', `another process has taken over the spool in ${folder}`);
}

function closed(): DaybookError {
  return new DaybookError('spool_closed', 'the spool is closed');
}
