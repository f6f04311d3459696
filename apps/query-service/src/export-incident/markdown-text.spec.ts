import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { codeSpan, markdownLine, markdownLines } from './markdown-text.js';

/** As permissive as can be: raw HTML stays, and bare addresses become links. */
const renderer = new MarkdownIt({ html: true, linkify: true });

/** A text where exports put it, between other parts of the document. */
function tokensOf(text: string) {
  const document = `# ${markdownLine(text)}\n\n- ${markdownLines(text, '  ')}\n- next\n\n## After\n`;
  return renderer.parse(document, {});
}

const BLOCKS = [
  ...['heading_open', 'inline', 'heading_close', 'bullet_list_open'],
  ...['list_item_open', 'paragraph_open', 'inline', 'paragraph_close', 'list_item_close'],
  ...['list_item_open', 'paragraph_open', 'inline', 'paragraph_close', 'list_item_close'],
  ...['bullet_list_close', 'heading_open', 'inline', 'heading_close'],
];
const SPANS = new Set(['text', 'text_special', 'code_inline', 'hardbreak']);

/** Unicode has blanks that Markdown may take away at the ends of a line. */
const wordsOf = (text: string): string[] => text.split(/[\s\x85]+/).filter(Boolean);

function expectText(text: string): void {
  const tokens = tokensOf(text);
  expect(tokens.map(({ type }) => type)).toStrictEqual(BLOCKS);
  const inline = tokens.filter(({ type }) => type === 'inline').map(({ children }) => children!);
  const types = inline.flatMap((children) => children.map(({ type }) => type));
  expect(types.filter((type) => !SPANS.has(type))).toStrictEqual([]);
  for (const place of inline.slice(0, 2)) {
    const shown = place.map(({ type, content }) => (type === 'hardbreak' ? '\n' : content)).join('');
    expect(wordsOf(shown)).toStrictEqual(wordsOf(text));
  }
}

describe('text in Markdown', () => {
  it.each([
    'plain words, even 3 - 1 = 2',
    '<script>alert(1)</script> <img src=x onerror=y>',
    '[here](javascript:alert(1)) ![i](http://x/y.png) [a]: http://b',
    'http://evil.example/ and https://x.y www.example.com WWW.X.Y mailto:a@b.c example.com @everyone',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    ':--\n:-:',
    '# heading\n> quote\n- item\n+ item\n* item\n1. one\n2) two\n---\n===',
    '```js\ncode\n```\n~~~\n    indented',
    '`a` ``b`` ``` http://`x`` `@` @`',
    '&lt;b&gt; &amp; &#64; $x$ ~~gone~~ **bold** __bold__ snake_case_name',
    'first\n\n\nsecond\r\nthird\rfourth\u2028fifth',
    'ends with a backslash \\',
    'ends with a backslash \\\nand goes on',
    '👩‍🚒 火事 ünïcödé',
  ])('is nothing but text: %j', (text) => {
    expectText(text);
  });

  it('is nothing but text, whatever it is', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...[
          '`',
          '``',
          '\n',
          '\n\n',
          '\r',
          '|',
          '-',
          '---',
          '#',
          '>',
          '<b>',
          '[',
          '](',
          ')',
          '![',
          '\\',
          '&lt;',
        ],
        ...['http://', 'www.', '@', 'a.bc', ' ', '\t', '    ', '1.', '~~~', '*', '_', '=', ':', '<!--', '{{'],
      ),
    );
    const text = fc
      .array(piece, { minLength: 1, maxLength: 12 })
      .map((pieces) => `x${pieces.join('')}`)
      // Those that are no text; each is replaced by a sign that says so.
      .map((joined) => joined.replace(/[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/g, ''));
    fc.assert(fc.property(text, expectText), { numRuns: 500 });
  });

  it('shows where there were control characters', () => {
    expect(markdownLine('a\0b\x1b[31m')).toBe('a\ufffdb\ufffd\\[31m');
  });

  it('keeps lines apart, and leaves out empty ones', () => {
    expect(markdownLines('one\n \n\n two', '  ')).toBe('one\\\n  two');
    expect(markdownLine('one\n\ntwo')).toBe('one two');
    expect(markdownLines(' \n', '  ')).toBe('');
  });
});

it.each(['a', '`', '``a`', ' a ', 'a`b'])('a code span of %j is that text', (text) => {
  const [, inline] = renderer.parse(codeSpan(text), {});
  expect(inline!.children).toMatchObject([{ type: 'code_inline', content: text }]);
});
