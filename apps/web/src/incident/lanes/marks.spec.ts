import type { Entry } from '@daybook/client';
import { lateIn, marksOf, typesIn, MARK } from './marks.js';

const entry = (second: number, type = 'annotate') =>
  ({ type, occurredAtUtc: new Date(second * 1_000).toISOString() }) as Entry;
/** A second is a pixel. */
const x = (instant: number) => instant / 1_000;
const marks = (...entries: Entry[]) => marksOf(entries, x);

it('draws what has room by itself', () => {
  expect(marks(entry(0), entry(17), entry(100)).map(({ centre, width }) => [centre, width])).toEqual([
    [0, MARK],
    [17, MARK],
    [100, MARK],
  ]);
});

it('draws what would lie over each other as one, with a number', () => {
  const [one, ...rest] = marks(entry(0), entry(2), entry(20), entry(60));
  expect(one).toMatchObject({ centre: 10, width: MARK + 12 });
  expect(one!.entries).toHaveLength(3);
  expect(rest).toHaveLength(1);
});

it('draws a long row of them as several', () => {
  const row = Array.from({ length: 100 }, (_, second) => entry(second));
  expect(marks(...row).map(({ entries }) => entries.length)).toEqual([40, 40, 20]);
});

it('draws none over the one before', () => {
  const row = Array.from({ length: 45 }, (_, second) => entry(second));
  const [long, short] = marks(...row);
  expect(short!.centre - short!.width / 2).toBe(long!.centre + long!.width / 2);
});

it('looks like the weightiest of them', () => {
  expect(
    marks(entry(0), entry(1, 'escalate'), entry(2, 'acknowledge'), entry(3)).map(({ face }) => face.type),
  ).toEqual(['acknowledge']);
});

it('knows what came late by what follows it', () => {
  const received = (id: string, minute: number) =>
    ({ ...entry(0), id, lateMs: 70_000, receivedAt: new Date(minute * 60_000).toISOString() }) as Entry;
  const imported = ['a', 'b'].map((id) => received(id, 90));
  expect(lateIn(imported)).toEqual(new Set());
  expect(lateIn([received('late', 5), received('in time', 2), ...imported])).toEqual(new Set(['late']));
});

it('counts types, the most frequent first', () => {
  expect(typesIn([entry(0), entry(1, 'notify'), entry(2, 'notify')])).toEqual([
    ['notify', 2],
    ['annotate', 1],
  ]);
});
