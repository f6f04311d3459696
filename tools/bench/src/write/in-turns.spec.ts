import type { Contender, Lane } from './contender.js';
import { measureInTurns } from './in-turns.js';

const order: string[] = [];

function contender(name: string, ...callers: (number | undefined)[]): Contender {
  const lanes = callers.map((count): Lane => ({
    name,
    ...(count !== undefined && { callers: count }),
    measure() {
      order.push(`${name}${count ?? ''}`);
      return Promise.resolve({ entriesPerSecond: order.length });
    },
  }));
  return { lanes, close: () => Promise.resolve() };
}

it('gives every lane its turn in each round, those with as many callers after each other, and drops the first round', async () => {
  const told: number[] = [];
  const figures = await measureInTurns([contender('a', 1, 32, undefined), contender('b', 1, 32)], {
    rounds: 2,
    secondsPerSlice: 1,
    onSlice: (_lane, _slice, round) => told.push(round),
  });
  const round = ['a1', 'b1', 'a32', 'b32', 'a'];
  expect(order).toStrictEqual([...round, ...round, ...round]);
  expect(told).toStrictEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  expect(figures.map(({ name, callers }) => `${name}${callers ?? ''}`)).toStrictEqual(round);
  expect(figures[0]!.entriesPerSecond).toStrictEqual({ median: 8.5, lowest: 6, highest: 11 });
});
