import fc from 'fast-check';
import { arrivingLines, ndjsonLines } from './ndjson-lines.js';

async function linesOf(chunks: readonly string[], maxBytes = 1_000): Promise<[number, string | undefined][]> {
  const lines: [number, string | undefined][] = [];
  async function* stream() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  for await (const { number, bytes } of ndjsonLines(stream(), maxBytes))
    lines.push([number, bytes?.toString()]);
  return lines;
}

describe('lines of NDJSON', () => {
  it('counts blank lines and leaves them out', async () => {
    expect(await linesOf(['a\n\n  \r\nb\n'])).toStrictEqual([
      [1, 'a'],
      [4, 'b'],
    ]);
  });

  it('reads a last line without an end', async () => {
    expect(await linesOf(['a\nb'])).toStrictEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('passes over a line that is too long, and reads on behind it', async () => {
    expect(await linesOf(['a\nxxxx', 'xxxx\nb\n'], 6)).toStrictEqual([
      [1, 'a'],
      [2, undefined],
      [3, 'b'],
    ]);
  });

  it('come as they arrive, without waiting for more', async () => {
    const arriving = arrivingLines(
      (async function* () {
        yield Buffer.from('a\nb\nc');
        throw new Error('cut');
      })(),
      10,
    );
    expect((await arriving.next()).value).toHaveLength(2);
    await expect(arriving.next()).rejects.toThrow('cut');
  });

  it('gives the same lines however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' ') }),
        fc.array(fc.nat({ max: 5 })),
        async (text, cuts) => {
          const chunks: string[] = [];
          let rest = text;
          for (const cut of cuts) {
            chunks.push(rest.slice(0, cut));
            rest = rest.slice(cut);
          }
          const expected = text
            .split('\n')
            .flatMap((line, index) => (line.trim() ? [[index + 1, line]] : []));
          expect(await linesOf([...chunks, rest])).toStrictEqual(expected);
        },
      ),
    );
  });
});
