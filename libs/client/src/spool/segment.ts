import { open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DaybookError } from '../daybook-error.js';
import type { Outgoing } from '../outgoing.js';

/** An entry that waits, by where its line is. */
export interface Waiting {
  readonly id: string;
  readonly segment: Segment;
  readonly offset: number;
  /** In bytes, without the end of the line. */
  readonly length: number;
}

const NAME = /^(\d{12})-([0-9a-f]{8})\.ndjson$/;

/** The number in a segment's name, by which segments follow each other; undefined for any other file. */
export function segmentNumber(file: string): number | undefined {
  const match = NAME.exec(file);
  return match ? Number(match[1]) : undefined;
}

/** @param owner who writes it: 8 hexadecimal digits that are new with each opening of the spool */
export function segmentName(number: number, owner: string): string {
  return `${String(number).padStart(12, '0')}-${owner}.ndjson`;
}

/**
 * A file of entries, one a line. Its owner's name is part of the file's: whoever takes the spool over renames the file
 * before reading it. So an entry that was written, synced and then found under this name is read by any owner to come.
 */
export class Segment {
  /** Entries in it that are not settled yet. */
  waiting = 0;
  #size = 0;

  private constructor(
    readonly path: string,
    /** Undefined: it is only read. */
    private readonly file?: FileHandle,
  ) {}

  static async create(folder: string, number: number, owner: string): Promise<Segment> {
    const path = join(folder, segmentName(number, owner));
    const segment = new Segment(path, await open(path, 'ax'));
    await syncFolder(folder);
    return segment;
  }

  /** What a former owner has written. */
  static inherited(path: string): Segment {
    return new Segment(path);
  }

  get size(): number {
    return this.#size;
  }

  /** @throws DaybookError `spool_taken` when somebody else owns the spool now; any error of the disk: nothing is kept */
  async append(entries: readonly Outgoing[]): Promise<Waiting[]> {
    const file = this.file!;
    const before = this.#size;
    let offset = before;
    const waiting = entries.map(({ id, text }): Waiting => {
      const length = Buffer.byteLength(text);
      const place = { id, segment: this, offset, length };
      offset += length + 1;
      return place;
    });
    try {
      await file.appendFile(entries.map(({ text }) => `${text}\n`).join(''));
      await file.datasync();
    } catch (error) {
      await file.truncate(before).catch(() => undefined);
      throw error;
    }
    this.#size = offset;
    await this.#beOwner();
    this.waiting += waiting.length;
    return waiting;
  }

  /**
   * Every line, also those that are no JSON. A last one without an end was never acknowledged, and is left out. What is
   * written is known from then on.
   */
  async lines(): Promise<{ text: string; offset: number; length: number }[]> {
    const bytes = await readAll(this.path);
    const lines = [];
    let offset = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, offset)) {
      lines.push({ text: bytes.toString('utf8', offset, end), offset, length: end - offset });
      offset = end + 1;
    }
    this.#size = bytes.length;
    return lines;
  }

  /** The texts of entries that lie in this segment, in the order in which they are given. */
  async texts(entries: readonly Waiting[]): Promise<string[]> {
    const start = Math.min(...entries.map(({ offset }) => offset));
    const end = Math.max(...entries.map(({ offset, length }) => offset + length));
    const file = await open(this.path, 'r');
    try {
      const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      return entries.map(({ offset, length }) =>
        buffer.toString('utf8', offset - start, offset - start + length),
      );
    } finally {
      await file.close();
    }
  }

  /** No more is written to it. */
  async close(): Promise<void> {
    await this.file?.close();
  }

  /** Once all of it is settled. That it may come back after a crash does no harm: its entries are duplicates then. */
  async remove(): Promise<void> {
    await unlink(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }

  async #beOwner(): Promise<void> {
    const [own, named] = await Promise.all([this.file!.stat(), stat(this.path).catch(() => undefined)]);
    if (own.ino === named?.ino) return;
    throw new DaybookError(
      'spool_taken',
      `another process has taken over the spool in ${dirname(this.path)}`,
    );
  }
}

/** Makes names in a folder as durable as the files. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing, and keeps names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readAll(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}
