import { ndjsonLines } from '@daybook/exact-json';
import { MAX_EXPORT_LINE_BYTES } from '@daybook/timeline-contracts';

/** Stands where a line can't be read, or where reading broke off. */
export class Unreadable {
  constructor(
    readonly reason: string,
    /** Nothing follows, since the file or the connection ended here with an error. */
    readonly brokeOff = false,
  ) {}
}

/** The lines of an export as parsed JSON, in constant memory. Never throws: what is wrong stands in its place. */
export async function* readExportText(chunks: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  try {
    for await (const { number, bytes } of ndjsonLines(chunks, MAX_EXPORT_LINE_BYTES)) {
      yield bytes
        ? parseLine(bytes, number)
        : new Unreadable(`line ${number} is longer than ${MAX_EXPORT_LINE_BYTES} bytes`);
    }
  } catch (error) {
    const { message, cause } = error as Error;
    yield new Unreadable(cause instanceof Error ? `${message}: ${cause.message}` : message, true);
  }
}

function parseLine(bytes: Buffer, number: number): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return new Unreadable(`line ${number} is not JSON`);
  }
}
