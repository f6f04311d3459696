import { jsonLine, Output } from './output.js';

describe('a line of NDJSON', () => {
  it('holds no character that a terminal obeys or a reader takes for the end of a line', () => {
    const summary = '\u001b[31m \u009b2J \u007f \u2028 \u202e é 障害 \u{1f525}\n';
    const line = jsonLine({ summary });
    expect(line).toBe('{"summary":"\\u001b[31m \\u009b2J \\u007f \\u2028 \\u202e é 障害 \u{1f525}\\n"}\n');
    expect(JSON.parse(line)).toStrictEqual({ summary });
  });
});

it('text is not coloured where no terminal is, whatever the environment asks for', () => {
  const pipe = { write: () => true } as unknown as NodeJS.WriteStream;
  expect(new Output({ json: false }, pipe).colours.isColorSupported).toBe(false);
});
