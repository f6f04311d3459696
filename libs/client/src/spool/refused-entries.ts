import { open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { DaybookError } from '../daybook-error.js';

/** A line of the file. */
export interface RefusedLine {
  readonly id: string | null;
  readonly code: string;
  readonly reason: string;
  readonly field?: string;
  readonly at: string;
  /** As it was sent; a text, where it could not be read. */
  readonly entry: unknown;
}

/** Entries that no sending again would help, with the reason, in a file beside the spool, for somebody to look at. */
export class RefusedEntries {
  readonly path: string;
  #ids: ReadonlySet<string> = new Set();
  #file: FileHandle | undefined;

  constructor(folder: string) {
    this.path = join(folder, 'refused.ndjson');
  }

  async open(): Promise<void> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const lines = text.split('\n').flatMap((line) => {
      const id = idIn(line);
      return id === undefined ? [] : [id];
    });
    this.#ids = new Set(lines);
    this.#file = await open(this.path, 'a');
    // So that a line that was cut off by a crash does not spoil the next.
    if (text !== '' && !text.endsWith('\n')) await this.#file.appendFile('\n');
  }

  /** Whether it was set aside before a crash that kept it in the spool as well. */
  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** @param text of the entry; resolves once it is durable */
  async add(id: string | null, text: string, { code, message, field }: DaybookError): Promise<void> {
    const line: RefusedLine = {
      ...{ id, code, reason: message },
      ...(field !== undefined && { field }),
      at: new Date().toISOString(),
      entry: parsed(text),
    };
    await this.#file!.appendFile(`${JSON.stringify(line)}\n`);
    await this.#file!.datasync();
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

function idIn(line: string): string | undefined {
  const { id } = (parsed(line) ?? {}) as Partial<RefusedLine>;
  return typeof id === 'string' ? id : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
