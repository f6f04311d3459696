import { nextMark, type Arrow } from './next-mark.js';

const marks = [
  { lane: 0, x: 10 },
  { lane: 0, x: 50 },
  { lane: 2, x: 15 },
  { lane: 2, x: 45 },
];

it.each([
  [0, 'ArrowRight', 1],
  [1, 'ArrowRight', 1],
  [1, 'ArrowLeft', 0],
  [1, 'ArrowDown', 3],
  [2, 'ArrowUp', 0],
  [0, 'ArrowUp', 0],
] as [number, Arrow, number][])('goes from mark %d by %s to %d', (from, arrow, to) => {
  expect(nextMark(marks, marks[from], arrow)).toBe(marks[to]);
});

it('begins at the first', () => {
  expect(nextMark(marks, undefined, 'ArrowDown')).toBe(marks[0]);
  expect(nextMark([], undefined, 'ArrowDown')).toBeUndefined();
});
