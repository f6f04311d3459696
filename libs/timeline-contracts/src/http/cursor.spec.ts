import { timelineKey } from '@daybook/timeline-domain';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, INCIDENTS_LIST, timelineList } from './timeline.js';

const anyKey = fc
  .tuple(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), fc.uuid({ version: 7 }))
  .map(([time, id]) => timelineKey(time, id));
const anyCursor = fc.record(
  {
    key: anyKey,
    asOf: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}:[1-9]\d{0,8}:\d{1,15}$/),
    list: fc.oneof(fc.constant(INCIDENTS_LIST), fc.string({ unit: 'grapheme' }).map(timelineList)),
  },
  { noNullPrototype: true, requiredKeys: ['key', 'asOf'] },
);

const example = {
  key: '063939576600000.019ca8bb-b5c0-7000-9f86-d081884c7d65',
  asOf: 'eu:1:1052',
};
const EXAMPLE_TEXT = 'MXxldToxOjEwNTJ8MDYzOTM5NTc2NjAwMDAwLjAxOWNhOGJiLWI1YzAtNzAwMC05Zjg2LWQwODE4ODRjN2Q2NQ';

const encoded = (text: string) => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  test('is read back from its text', () => {
    fc.assert(
      fc.property(anyCursor, (cursor) => expect(decodeCursor(encodeCursor(cursor))).toStrictEqual(cursor)),
    );
  });

  test('golden text: permanent, since clients keep cursors', () => {
    expect(encodeCursor(example)).toBe(EXAMPLE_TEXT);
    expect(decodeCursor(EXAMPLE_TEXT)).toStrictEqual(example);
  });

  test('tells its list since version 2', () => {
    const inTimeline = { ...example, list: timelineList('db|primary') };
    const text =
      'MnxldToxOjEwNTJ8MDYzOTM5NTc2NjAwMDAwLjAxOWNhOGJiLWI1YzAtNzAwMC05Zjg2LWQwODE4ODRjN2Q2NXx0aW1lbGluZS9kYnxwcmltYXJ5';
    expect(encodeCursor(inTimeline)).toBe(text);
    expect(decodeCursor(text)).toStrictEqual(inTimeline);
  });

  test('needs no escaping in a query', () => {
    fc.assert(fc.property(anyCursor, (cursor) => expect(encodeCursor(cursor)).toMatch(/^[A-Za-z0-9_-]+$/)));
  });

  test.each([
    ['nothing', ''],
    ['a word', 'next'],
    ['what is no base64', '%%%'],
    ['another version', encoded(`2|${example.asOf}|${example.key}`)],
    ['no version', encoded(`${example.asOf}|${example.key}`)],
    ['a part too many', encoded(`1|${example.asOf}|${example.key}|x`)],
    ['a part too few', encoded(`1|${example.asOf}`)],
    ['no position', encoded(`1||${example.key}`)],
    ['a position without an epoch', encoded(`1|eu:1052|${example.key}`)],
    ['no key', encoded(`1|${example.asOf}|`)],
    ['a key of another width', encoded(`1|${example.asOf}|${example.key.slice(1)}`)],
    ['an operator of the store', encoded(`1|${example.asOf}|{"$gt":""}`)],
    ['a blank behind', `${EXAMPLE_TEXT} `],
    ['padding', `${EXAMPLE_TEXT}==`],
    ['foreign letters in between', `${EXAMPLE_TEXT.slice(0, 8)}!${EXAMPLE_TEXT.slice(8)}`],
    ['one letter less', EXAMPLE_TEXT.slice(0, -1)],
    ['itself twice', EXAMPLE_TEXT + EXAMPLE_TEXT],
  ])('is not %s', (_what, text) => {
    expect(decodeCursor(text)).toBeUndefined();
  });

  test('any other text is refused without an error, and what is taken is what was made', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
        const cursor = decodeCursor(text);
        if (cursor) expect(encodeCursor(cursor)).toBe(text);
      }),
    );
    // One letter exchanged at any place: either refused, or another cursor with exactly that text.
    for (let place = 0; place < EXAMPLE_TEXT.length; place += 1) {
      const text = `${EXAMPLE_TEXT.slice(0, place)}A${EXAMPLE_TEXT.slice(place + 1)}`;
      const cursor = decodeCursor(text);
      if (cursor) expect(encodeCursor(cursor)).toBe(text);
    }
  });
});
