import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { readLines } from './line-reader.js';

describe('readLines', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-import-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function linesOf(content: Buffer | string): Promise<[number, string][]> {
    const file = join(folder, 'lines.ndjson');
    await writeFile(file, content);
    const lines: [number, string][] = [];
    for await (const { number, bytes } of readLines(file, 1_000_000, () => undefined))
      lines.push([number, bytes!.toString()]);
    return lines;
  }

  it('reads gzip whatever the name', async () => {
    expect(await linesOf(gzipSync('a\nb\n'))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('puts lines together that the disk gives in pieces', async () => {
    const long = 'x'.repeat(300_000);
    expect(await linesOf(`${long}\n${long}y\n`)).toEqual([
      [1, long],
      [2, `${long}y`],
    ]);
  });

  it('tells of the bytes it has read', async () => {
    const file = join(folder, 'sized.ndjson');
    await writeFile(file, 'a\n'.repeat(100));
    let read = 0;
    for await (const _ of readLines(file, 1_000_000, (bytes) => (read = bytes))) continue;
    expect(read).toBe(200);
  });

  it('gives all that can be read of a gzip file that is cut off, then says so', async () => {
    const sent = Array.from({ length: 20_000 }, (_, place) => `${place} ${Math.sin(place)}`);
    const whole = gzipSync(sent.join('\n'));
    const readable = gunzipSync(whole.subarray(0, -2_000), { finishFlush: constants.Z_SYNC_FLUSH });

    const file = join(folder, 'cut.gz');
    await writeFile(file, whole.subarray(0, -2_000));
    const lines: string[] = [];
    const read = async () => {
      for await (const { bytes } of readLines(file, 1_000_000, () => undefined)) {
        lines.push(bytes!.toString());
        // A reader that is slower than the disk: the end is met while lines still wait.
        if (lines.length % 500 === 0) await setImmediate();
      }
    };
    await expect(read()).rejects.toThrow('unexpected end of file');
    expect(lines.join('\n')).toBe(readable.toString());
  });

  it('says when a gzip file is damaged', async () => {
    const damaged = gzipSync('a\n'.repeat(10_000));
    damaged.fill(0xff, 20, 30);
    await expect(linesOf(damaged)).rejects.toThrow(/invalid|incorrect/);
  });
});
