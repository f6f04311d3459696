import { foldLanes, type Counted } from './fold-lanes.js';

const counted = (
  lane: string | null,
  part: number,
  count: number,
  newest = `acme/${lane}-${part}`,
): Counted => ({
  ...{ _id: { lane, part }, count, newest },
});

const COUNTED = [
  counted('bob', 0, 2),
  counted('ann', 0, 1, 'acme/9'),
  counted('ann', 2, 4, 'acme/8'),
  counted('cid', 1, 2),
  counted(null, 2, 3),
];

it('tells the busiest lanes first, those of as many entries by id, and folds the others into one', () => {
  expect(foldLanes(COUNTED, 3, { lanes: 2, lane: [] })).toEqual({
    lanes: [
      { id: 'ann', total: 5, counts: [1, 0, 4] },
      { id: 'bob', total: 2, counts: [2, 0, 0] },
    ],
    newest: ['acme/9', 'acme/bob-0'],
    without: { total: 3, counts: [0, 0, 3] },
    others: { lanes: 1, total: 2, counts: [0, 2, 0] },
  });
});

it('tells the lanes that were asked for, also those that have nothing', () => {
  const { lanes, newest, others } = foldLanes(COUNTED, 3, { lanes: 1, lane: ['cid', 'dan'] });
  expect(lanes.map(({ id, total }) => [id, total])).toEqual([
    ['cid', 2],
    ['dan', 0],
  ]);
  expect(newest).toEqual(['acme/cid-1']);
  expect(others).toEqual({ lanes: 2, total: 7, counts: [3, 0, 4] });
});
