import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Unreadable } from '@daybook/log-chain';
import { fromFile, fromPostgres, fromService, type ExportSource } from './export-sources.js';

async function all(source: ExportSource): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of source) values.push(value);
  return values;
}

const text = '{"line":"header"}\n{"line":"end"}\n';

describe('an export from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-export-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read plain or gzipped, whatever its name', async () => {
    for (const bytes of [Buffer.from(text), gzipSync(text)]) {
      writeFileSync(join(folder, 'export'), bytes);
      expect(await all(await fromFile(join(folder, 'export')))).toStrictEqual([
        { line: 'header' },
        { line: 'end' },
      ]);
    }
  });

  it('that was cut off says so behind what could be read', async () => {
    const long = text.repeat(5_000);
    writeFileSync(join(folder, 'cut'), gzipSync(long, { level: 0 }).subarray(0, 100_000));
    const values = await all(await fromFile(join(folder, 'cut')));
    expect(values[0]).toStrictEqual({ line: 'header' });
    expect(values.at(-1)).toStrictEqual(new Unreadable('unexpected end of file', true));
  });
});

describe('an export from a service', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.headers.authorization !== 'Bearer good') {
        response.writeHead(401).end('{"detail":"the token is not valid here"}');
      } else if (request.url === '/v1/log/export?after=7') {
        response.write(text, () => response.destroy());
      } else response.end(text);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('is read as it comes', async () => {
    expect(await all(await fromService(url, 'good', 0))).toStrictEqual([{ line: 'header' }, { line: 'end' }]);
  });

  it('that breaks off says so behind what came', async () => {
    const values = await all(await fromService(url, 'good', 7));
    expect(values.at(-1)).toMatchObject({ brokeOff: true });
  });

  it('is refused in the words of the service', async () => {
    await expect(fromService(url, 'bad', 0)).rejects.toThrow(`${url} refused: the token is not valid here`);
  });
});

it('an export from a database that does not answer says so', async () => {
  const values = await all(fromPostgres('postgres://127.0.0.1:1/x', 0));
  expect(values).toStrictEqual([new Unreadable('connect ECONNREFUSED 127.0.0.1:1', true)]);
});
