import type { Entry, Lanes } from '@daybook/client';
import { entriesIn, laneRows, spanOfParts, whereIn } from './lane-rows.js';

const lane = (id: string, ...counts: number[]) => ({ id, name: id.toUpperCase(), ...counted(...counts) });
const counted = (...counts: number[]) => ({ total: counts.reduce((sum, one) => sum + one, 0), counts });

const WHOLE: Lanes = {
  by: 'agent',
  since: '2026-03-01T12:00:00.000Z',
  bucketMs: 60_000,
  lanes: [lane('ann', 3, 0, 1), lane('bob', 0, 2, 0)],
  without: counted(1, 0, 0),
  others: { lanes: 4, ...counted(0, 0, 5) },
  watermark: 'local:1:9',
};
const by = (agent: unknown) => ({ agent }) as unknown as Entry;

it('has a row for each lane, for what names none, and for all the others', () => {
  const lanes = laneRows(WHOLE, WHOLE);
  expect(lanes.rows.map(({ name, total }) => [name, total])).toEqual([
    ['ANN', 4],
    ['BOB', 2],
    ['no agent', 1],
    ['others (4)', 5],
  ]);
  expect(['ann', { id: 'bob' }, undefined, 'cid'].map((agent) => lanes.rowOf(by(agent)))).toEqual([
    0, 1, 2, 3,
  ]);
  expect(entriesIn(lanes)).toBe(12);
});

it('has no row for what is not there', () => {
  const whole = { ...WHOLE, without: counted(0, 0, 0), others: { lanes: 0, ...counted(0, 0, 0) } };
  const lanes = laneRows(whole, whole);
  expect(lanes.rows).toHaveLength(2);
  expect(lanes.rowOf(by('cid'))).toBe(1);
});

it('keeps the lanes and their order while a part of the time is seen', () => {
  const shown = {
    ...WHOLE,
    lanes: [lane('bob', 7)],
    without: counted(0),
    others: { lanes: 1, ...counted(2) },
  };
  expect(laneRows(WHOLE, shown).rows.map(({ name, total }) => [name, total])).toEqual([
    ['ANN', 0],
    ['BOB', 7],
    ['no agent', 0],
    ['others (4)', 2],
  ]);
});

it('tells where the entries of a lane are', () => {
  const { rows } = laneRows(WHOLE, WHOLE);
  const noon = Date.parse(WHOLE.since);
  expect(whereIn(rows[0]!, WHOLE)).toEqual({ first: noon, last: noon + 180_000, most: noon });
  expect(whereIn({ ...rows[0]!, counts: [0, 0] }, WHOLE)).toBeUndefined();
  expect(spanOfParts(WHOLE)).toEqual({ since: noon, until: noon + 180_000 });
});
