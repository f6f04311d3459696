import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvForm } from './csv-form.js';
import type { ExportHead } from './export-form.js';
import type { ExportPage } from './export-incident.js';

const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

async function csvOf(summaries: readonly string[]): Promise<string> {
  const entries = summaries.map((summary, index) => ({
    _id: `acme/${index}`,
    key: String(index),
    occurredAt: Date.UTC(2026, 2, 1) + index,
    body: JSON.stringify({ incidentId: 'i', type: summary, summary, agent: summary, details: { summary } }),
    shown: '"recordedBy":"tester"',
  }));
  async function* pages(): AsyncGenerator<ExportPage> {
    yield { entries: entries.slice(0, 2), hidden: [] };
    yield { entries: entries.slice(2), hidden: [] };
  }
  let text = '';
  for await (const part of csvForm.write({ zone: 'Asia/Tokyo' } as ExportHead, pages())) text += part;
  return text;
}

const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '"',
    '""',
    ',',
    '\r\n',
    '\n',
    '\r',
    '=',
    '+',
    '-',
    '@',
    '\t',
    "'",
    ' ',
    ';',
    '＝',
    '🙂',
    '\ufeff',
  ),
);
const texts = fc.array(
  fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
  {
    maxLength: 5,
  },
);

it('reads back what it was made of, but for what a spreadsheet would compute', async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (summaries) => {
      const rows: Record<string, string>[] = parse(await csvOf(summaries), {
        columns: true,
        record_delimiter: '\r\n',
      });
      const cells = summaries.map((text) => (FORMULA.test(text) ? `'${text}` : text));
      expect(rows.map(({ summary }) => summary)).toStrictEqual(cells);
      expect(rows.map(({ type }) => type)).toStrictEqual(cells);
      expect(rows.map(({ agent }) => agent)).toStrictEqual(cells);
      expect(rows.map(({ details }) => JSON.parse(details!))).toStrictEqual(
        summaries.map((summary) => ({ summary })),
      );
    }),
  );
});

it('is a record a line for those who know neither quotes nor other line ends', async () => {
  const text = await csvOf(['plain', 'a "b", c']);
  expect(text.split('\r\n').map((line) => line.split(',').slice(0, 4).join(','))).toStrictEqual([
    'occurredAt,type,summary,agent',
    '2026-03-01T09:00:00.000+09:00,plain,plain,plain',
    '2026-03-01T09:00:00.001+09:00,"a ""b"", c","a ""b""',
    '',
  ]);
});
