import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = resolve(import.meta.dirname, '../../web/dist');
/** Bytes, packed as they are sent: a second on a link of 2 Mbit/s. */
const MOST = 250_000;

const packed = (file: string) => gzipSync(readFileSync(join(folder, file))).length;
const sum = (files: readonly string[]) => files.reduce((bytes, file) => bytes + packed(file), 0);

describe('the built page', () => {
  const document = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = [...document.matchAll(/(?:src|href)="\/ui\/([^"]+)"/g)].map(([, file]) => file!);
  const assets = readdirSync(join(folder, 'assets')).filter((file) => /\.(js|css)$/.test(file));

  it('needs little for its first page, and for all of them together', () => {
    expect(first.length).toBeGreaterThan(2);
    expect(sum(['index.html', ...first])).toBeLessThan(MOST);
    expect(sum(['index.html', ...assets.map((file) => join('assets', file))])).toBeLessThan(MOST);
  });

  it('has its files packed already', () => {
    for (const file of assets)
      expect(readFileSync(join(folder, 'assets', `${file}.gz`)).length).toBeLessThan(
        readFileSync(join(folder, 'assets', file)).length,
      );
  });

  it('names no other address that a browser would load something from', () => {
    expect(document).not.toMatch(/(?:src|href)="(?!\/ui\/)/);
  });
});
