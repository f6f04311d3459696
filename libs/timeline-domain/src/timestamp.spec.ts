import fc from 'fast-check';
import { DomainError } from './errors.js';
import { FIRST_MILLISECOND, LAST_MILLISECOND } from './timeline-order.js';
import { parseTimestamp } from './timestamp.js';

const REFUSAL = new DomainError(
  'invalid_entry',
  'occurredAt must be an RFC 3339 time, e.g. 2026-03-01T09:30:00.000Z',
  'occurredAt',
);

const anyTime = fc.integer({ min: FIRST_MILLISECOND, max: LAST_MILLISECOND });
const anyOffset = fc.integer({ min: -(24 * 60 - 1), max: 24 * 60 - 1 });

const two = (number: number) => String(number).padStart(2, '0');

/** The instant as a clock `offset` minutes ahead of UTC shows it. */
function written(time: number, offset: number, separator = ':'): string {
  const local = new Date(time + offset * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}

/** Whether the clock `offset` minutes ahead shows a year of four digits. */
function isSayable(time: number, offset: number): boolean {
  const local = time + offset * 60_000;
  return local >= FIRST_MILLISECOND && local <= LAST_MILLISECOND;
}

describe('parseTimestamp', () => {
  test('reads back every instant that Date writes, from year 0000 to 9999', () => {
    fc.assert(
      fc.property(anyTime, (time) => expect(parseTimestamp(new Date(time).toISOString())).toBe(time)),
    );
    expect(parseTimestamp('0000-01-01T00:00:00.000Z')).toBe(FIRST_MILLISECOND);
    expect(parseTimestamp('9999-12-31T23:59:59.999Z')).toBe(LAST_MILLISECOND);
  });

  test('reads an instant at any offset as the same instant', () => {
    fc.assert(
      fc.property(anyTime, anyOffset, fc.constantFrom(':', ''), (time, offset, separator) => {
        fc.pre(isSayable(time, offset));
        expect(parseTimestamp(written(time, offset, separator))).toBe(time);
      }),
    );
  });

  test.each([
    ['UTC', '2026-03-01T09:30:00Z'],
    ['lower case', '2026-03-01t09:30:00z'],
    ['ahead of UTC', '2026-03-01T11:00:00+01:30'],
    ['behind UTC', '2026-02-28T23:30:00-10:00'],
    ['an offset without a colon', '2026-03-01T10:30:00.000+0100'],
    ['the unknown offset', '2026-03-01T09:30:00-00:00'],
    ['no zone: UTC', '2026-03-01T09:30:00'],
    ['no zone, fraction', '2026-03-01T09:30:00.000'],
    ['a blank for the T', '2026-03-01 09:30:00'],
    ['a blank before the zone', '2026-03-01 10:30:00 +0100'],
    ['no seconds', '2026-03-01T09:30'],
    ['no seconds, a zone', '2026-03-01T09:30Z'],
  ])('reads %s', (_what, text) => {
    expect(parseTimestamp(text)).toBe(Date.UTC(2026, 2, 1, 9, 30));
  });

  test('a date alone is its first instant, UTC', () => {
    expect(parseTimestamp('2026-03-01')).toBe(Date.UTC(2026, 2, 1));
  });

  test.each([
    ['.1', 100],
    ['.12', 120],
    ['.001', 1],
    [',5', 500],
    ['.123456', 123],
    ['.999999999', 999],
    ['.1234567890123456', 123],
  ])('the fraction %s is %d ms: further digits are cut off, never rounded', (fraction, milliseconds) => {
    const start = Date.UTC(2026, 2, 1, 9, 30);
    expect(parseTimestamp(`2026-03-01T09:30:00${fraction}Z`)).toBe(start + milliseconds);
  });

  test('a fraction moves a time before 1970 forward as well', () => {
    expect(parseTimestamp('1969-12-31T23:59:59.250Z')).toBe(-750);
  });

  test('a leap second is the start of the next minute', () => {
    expect(parseTimestamp('2016-12-31T23:59:60Z')).toBe(Date.UTC(2017, 0, 1));
    expect(parseTimestamp('2017-01-01T00:59:60.5+01:00')).toBe(Date.UTC(2017, 0, 1) + 500);
  });

  test('knows the calendar', () => {
    expect(parseTimestamp('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
    expect(parseTimestamp('2000-02-29')).toBe(Date.UTC(2000, 1, 29));
    expect(parseTimestamp('0099-03-01T00:00:00Z')).toBe(Date.parse('0099-03-01T00:00:00Z'));
  });

  test.each([
    '',
    'yesterday',
    '1772357400000',
    '2026-02-30T00:00:00Z',
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-01-32',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:60:00Z',
    '2026-03-01T09:30:61Z',
    '2026-03-01T09:30:00.Z',
    '2026-03-01T09:30:00+24:00',
    '2026-03-01T09:30:00+01:60',
    '2026-03-01T09:30:00 CET',
    '2026-03-01T09Z',
    '2026-03-01Z',
    '2026-3-1T09:30:00Z',
    '26-03-01T09:30:00Z',
    '+002026-03-01T09:30:00Z',
    '-000001-12-31T23:00:00Z',
    ' 2026-03-01T09:30:00Z',
    '2026-03-01T09:30:00Z ',
    '2026-03-01T09:30:00\nZ',
    '2026-03-01T09:30:00Z\n',
    '٢٠٢٦-03-01T09:30:00Z',
  ])('refuses %j', (text) => {
    expect(() => parseTimestamp(text)).toThrow(REFUSAL);
  });

  test('refuses what its offset carries out of the years 0000 to 9999, where timeline keys end', () => {
    expect(() => parseTimestamp('0000-01-01T00:59:59.999+01:00')).toThrow(REFUSAL);
    expect(parseTimestamp('0000-01-01T01:00:00+01:00')).toBe(FIRST_MILLISECOND);
    expect(() => parseTimestamp('9999-12-31T23:00:00-01:00')).toThrow(REFUSAL);
    expect(parseTimestamp('9999-12-31T22:59:59.999-01:00')).toBe(LAST_MILLISECOND);
    expect(() => parseTimestamp('9999-12-31T23:59:60Z')).toThrow(REFUSAL);
  });

  test('names the field that it was told', () => {
    expect(() => parseTimestamp('soon', 'details.until')).toThrow(
      expect.objectContaining({
        code: 'invalid_entry',
        field: 'details.until',
        message: expect.stringMatching(/^details\.until must be/),
      }),
    );
  });
});
