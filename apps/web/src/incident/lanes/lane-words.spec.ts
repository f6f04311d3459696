import type { Entry } from '@daybook/client';
import { clockTimes } from '../../time/clock-times.js';
import { laneWords, markWords } from './lane-words.js';
import { marksOf } from './marks.js';

const times = clockTimes('UTC');
const parts = { since: '2026-03-01T12:00:00.000Z', bucketMs: 60_000 };
const row = { kind: 'lane' as const, id: 'ann', name: 'Ann', total: 5, counts: [0, 1, 4] };

it('says what a lane shows', () => {
  expect(laneWords(row, parts, times)).toBe(
    '5 entries, from 1 Mar 2026, 12:01 to 1 Mar 2026, 12:03, most around 1 Mar 2026, 12:02',
  );
  expect(laneWords({ ...row, total: 0, counts: [0, 0, 0] }, parts, times)).toBe('no entry');
});

const entry = (fields: object) =>
  ({ id: 'x', type: 'annotate', summary: 'All well', occurredAtUtc: parts.since, ...fields }) as Entry;
const words = (...entries: Entry[]) => markWords(marksOf(entries, () => 0)[0]!, new Set(['late']), times);

it('says what a mark stands for', () => {
  expect(words(entry({ agent: { id: 'ann', name: 'Ann' } }))).toBe('12:00:00 annotate by Ann: All well');
  expect(words(entry({ id: 'late', revised: {}, type: 'status_update' }))).toBe(
    '12:00:00 status update: All well (came late, revised)',
  );
  expect(words(entry({ redacted: {}, summary: '' }))).toBe('12:00:00 annotate: redacted');
  expect(words(entry({}), entry({ type: 'notify' }), entry({ type: 'notify' }))).toBe(
    '3 entries, 12:00:00 to 12:00:00: 2 notify, 1 annotate',
  );
});
