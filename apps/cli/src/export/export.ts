import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { reasonOf } from '../connection/errors.js';
import { daybookOf } from '../connection/client.js';
import type { Fallback, Given } from '../connection/connection.js';
import { filterOf, type EntryFilter } from '../connection/entry-filter.js';
import { plainText } from '../terminal/plain-text.js';

export interface ExportOptions extends Given, EntryFilter {
  readonly format: 'json' | 'csv' | 'markdown';
  readonly output?: string;
  readonly overview?: true;
  readonly text?: string;
  readonly zone?: string;
}

export async function exportIncident(
  incident: string,
  options: ExportOptions,
  fallback: Fallback | undefined,
): Promise<void> {
  const { format, output, overview, text, zone } = options;
  const daybook = await daybookOf(options, ['queryUrl', 'token'], fallback);
  const response = await daybook.export(incident, {
    ...filterOf(options),
    format,
    ...(overview && { overview }),
    ...(text !== undefined && { text }),
    ...(zone !== undefined && { zone }),
  });
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  try {
    if (output === undefined) await print(body);
    else await write(body, output);
  } catch (error) {
    throw new Error(`The export is not whole: ${reasonOf(error)}`, { cause: error });
  }
}

/** As it is, but for a terminal, which would obey what stands in it. */
async function print(body: Readable): Promise<void> {
  const shown: Readable | AsyncIterable<string> = process.stdout.isTTY ? harmless(body) : body;
  await pipeline(shown, process.stdout, { end: false });
}

async function* harmless(body: Readable): AsyncGenerator<string> {
  for await (const chunk of body.setEncoding('utf8') as AsyncIterable<string>) yield plainText(chunk);
}

/** Under another name until it is whole. */
async function write(body: Readable, file: string): Promise<void> {
  const fresh = `${file}.${process.pid}`;
  try {
    await pipeline(body, createWriteStream(fresh, { flags: 'wx' }));
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
