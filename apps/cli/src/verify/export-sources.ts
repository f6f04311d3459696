import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { EVERY_ACCOUNT } from '@daybook/access-tokens';
import { readExportText, Unreadable } from '@daybook/log-chain';
import { exportLog, readChainHead, type RunQuery } from '@daybook/log-export';
import pg from 'pg';
import { reasonOf } from '../connection/errors.js';

const CONNECT_DEADLINE_MS = 5_000;
/** A page of rows takes milliseconds; what takes so long does not come any more. */
const QUERY_DEADLINE_MS = 30_000;

/** The lines of an export, from wherever they come; see LogVerifier. */
export type ExportSource = AsyncGenerator<unknown>;

/** A file, plain or gzipped (told by its first bytes, not by its name). */
export async function fromFile(file: string): Promise<ExportSource> {
  const gzip = await isGzip(file);
  const source = createReadStream(file);
  if (!gzip) return readExportText(source as AsyncIterable<Buffer>);
  const unzipped = source.pipe(createGunzip());
  // An error of the disk does not pass through a pipe by itself.
  source.on('error', (error) => unzipped.destroy(error));
  return readExportText(unzipped);
}

/** The export door of a running command-service. */
export async function fromService(url: string, token: string, after: number): Promise<ExportSource> {
  const response = await ask(url, `/v1/log/export?after=${after}`, token);
  return readExportText(buffers(response.body!));
}

/** What the service says its public keys are. */
export async function keysOfService(url: string, token: string): Promise<unknown> {
  return (await ask(url, '/v1/log/checkpoint-keys', token)).json();
}

/** The rows themselves, past the service, which may not be trusted or may be down. */
export async function* fromPostgres(url: string, after: number): ExportSource {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'daybook-verify',
    connectionTimeoutMillis: CONNECT_DEADLINE_MS,
    query_timeout: QUERY_DEADLINE_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const query: RunQuery = async <Row>(sql: string, parameters: unknown[]) =>
      (await client.query(sql, parameters)).rows as Row[];
    const head = await readChainHead(query);
    if (!head) throw new Error('the log has no head');
    if (after > head.position) throw new Error(`the log ends at ${head.position}`);
    for await (const lines of exportLog(query, head, { account: EVERY_ACCOUNT, after })) yield* lines;
  } catch (error) {
    yield new Unreadable(reasonOf(error), true);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ask(service: string, path: string, token: string): Promise<Response> {
  const response = await fetch(`${service}${path}`, { headers: { Authorization: `Bearer ${token}` } }).catch(
    (error: unknown) => {
      throw new Error(`${service} does not answer: ${reasonOf(error)}`);
    },
  );
  if (response.ok) return response;
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Error(`${service} refused: ${detail ?? `it answers ${response.status}`}`);
}

async function* buffers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const { buffer, byteOffset, byteLength } of chunks)
    yield Buffer.from(buffer, byteOffset, byteLength);
}

/** @throws Error of the file system, for a file that can't be read */
async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
