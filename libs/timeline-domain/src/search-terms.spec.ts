import fc from 'fast-check';
import { MAX_TERMS, searchTerms, searchWords } from './search-terms.js';

it('finds what an entry says, case and accents folded', () => {
  expect(
    searchTerms({
      ...{ incidentId: 'db-7', type: 'annotate', summary: 'Überlast: replica DB-2 is slow' },
      agent: { id: 'u1', name: 'Zoë' },
      details: { note: 'ﬁxed at 10:42', deep: [{ key: 'Señal' }], count: 3 },
    }),
  ).toStrictEqual(['10', '2', '42', 'at', 'db', 'fixed', 'is', 'replica', 'slow', 'uberlast']);
});

it('takes characters for words where a script has no blanks', () => {
  expect(searchWords('火災警報')).toStrictEqual(['火', '災', '警', '報']);
});

it('keeps marks of a word together however they are written', () => {
  expect(searchWords('e\u0301te\u0301')).toStrictEqual(searchWords('été'));
  expect(searchWords('GROSSE ΟΔΟΣ')).toStrictEqual(searchWords('große οδος'));
});

it('knows no more than so many words of one entry, and no endless ones', () => {
  const words = Array.from({ length: MAX_TERMS + 10 }, (_, n) => `w${n}`).join(' ');
  expect(searchTerms({ summary: words })).toHaveLength(MAX_TERMS);
  expect(searchWords('x'.repeat(1000))).toStrictEqual(['x'.repeat(64)]);
});

it('finds an entry by each word of its summary', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (summary) => {
      const terms = new Set(searchTerms({ summary }));
      expect(searchWords(summary).every((word) => terms.has(word))).toBe(true);
    }),
  );
});
