import type { CheckReport, ListedGeneration, RebuildReport } from '@daybook/query-service/read-model';
import { checkText, dropText, isClean, listText, rebuildText } from './report-text.js';

const equal = { same: 5_000, otherShape: 0, differing: 0, onlyLive: 0, onlyNew: 0, examples: [] };
const report: RebuildReport = {
  ...{ generation: 2, replaced: 1, entries: 5_000, buildSeconds: 2 },
  watermark: { log: 'local', epoch: 1, position: 5_000 },
  compared: { entries: equal, incidents: { ...equal, same: 19, onlyNew: 1, examples: ['acme/i'] } },
};

it('tells what was built, how fast, and how it differs from what was live', () => {
  const text = rebuildText('timeline', report);
  expect(text).toContain('Generation 2 of timeline is live, up to local:1:5000.');
  expect(text).toContain('5000 entries in 2.0 s (2500/s)');
  expect(text).toContain('entries: 5000 the same\n');
  expect(text).toContain('incidents: 19 the same, 1 only in 2; first: acme/i');
});

it('tells no rate of a few entries', () => {
  expect(rebuildText('timeline', { ...report, entries: 5 })).toContain('5 entries in 2.0 s\n');
});

it('lists generations', () => {
  const listed: ListedGeneration = {
    ...{ generation: 1, state: 'live' as const, entries: 3, incidents: 1, startedAt: null, watermark: null },
  };
  expect(listText('timeline', [listed])).toContain(
    'generation 1: live, 3 entries, 1 incidents, up to nothing',
  );
});

it('names what was dropped', () => {
  expect(dropText([1, 2])).toBe('Dropped: generations 1, 2.\n');
  expect(dropText([])).toBe('Nothing to drop.\n');
});

const clean: CheckReport = {
  ...{ generation: 1, entries: 2_000, incidents: 9, unreadable: 0, seconds: 0.5, differences: {}, first: [] },
  watermark: { log: 'local', epoch: 1, position: 2_000 },
};

it('tells that all is well, and how fast that was found', () => {
  expect(isClean(clean)).toBe(true);
  expect(checkText('timeline', clean)).toContain('is what the log gives, up to local:1:2000.');
  expect(checkText('timeline', clean)).toContain('in 0.5 s (4000 entries/s)');
});

it('counts what differs and names the first', () => {
  const finding = { kind: 'altered entry', key: 'acme/e', position: 3, fields: ['body', 'terms'] } as const;
  const wrong = { ...clean, differences: { 'altered entry': 1 }, first: [finding] };
  expect(isClean(wrong)).toBe(false);
  expect(checkText('timeline', wrong)).toContain('1 × altered entry');
  expect(checkText('timeline', wrong)).toContain('altered entry acme/e at position 3: body, terms');
});
