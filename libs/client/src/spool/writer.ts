import { DaybookError } from '../daybook-error.js';
import type { Outgoing } from '../outgoing.js';
import { Segment, type Waiting } from './segment.js';

/** A segment is removed when all of it is settled; so much is sent again, as duplicates, after a crash. */
const SEGMENT_BYTES = 1024 * 1024;

interface Asked {
  readonly entries: readonly Outgoing[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Appends to the spool: all that is asked for meanwhile shares one write and one sync. */
export class SpoolWriter {
  #current: Segment | undefined;
  #asked: Asked[] = [];
  #working: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly owner: string,
    private next: number,
    /** Told of what is durable, before those who asked are. */
    private readonly onKept: (waiting: readonly Waiting[]) => void,
  ) {}

  /** @throws what the disk says; DaybookError `spool_taken` */
  keep(entries: readonly Outgoing[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ entries, resolve, reject });
      this.#working ??= this.#work().finally(() => (this.#working = undefined));
    });
  }

  /** Whether this is the segment that is written to. */
  owns(segment: Segment): boolean {
    return segment === this.#current;
  }

  /** Nothing waits, so nothing is left to be sent again after a crash; unless something is being written. */
  async tidy(): Promise<void> {
    if (!this.#working) await this.#turn();
  }

  async close(): Promise<void> {
    await this.#working;
    await this.#current?.close();
  }

  /** The next entry begins another segment. Never fails. */
  async #turn(): Promise<void> {
    const full = this.#current;
    this.#current = undefined;
    try {
      await full?.close();
      if (full?.waiting === 0) await full.remove();
    } catch {
      // What it holds is durable by now, and if the file stays, the next to open the spool sends it again: as duplicates.
    }
  }

  async #work(): Promise<void> {
    while (this.#asked.length > 0) {
      const asked = this.#asked.splice(0);
      try {
        this.#current ??= await Segment.create(this.folder, this.next++, this.owner);
        this.onKept(await this.#current.append(asked.flatMap(({ entries }) => entries)));
        for (const { resolve } of asked) resolve();
      } catch (error) {
        const told = error instanceof DaybookError ? error : notKept(error);
        for (const { reject } of asked) reject(told);
      }
      if (this.#current && this.#current.size >= SEGMENT_BYTES) await this.#turn();
    }
  }
}

function notKept(cause: unknown): DaybookError {
  return new DaybookError('spool_failed', `the spool can't be written: ${(cause as Error).message}`, {
    cause,
  });
}
