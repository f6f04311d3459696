import type { Group } from './use-insights.js';
import { longestOf, weeksOf } from './weeks.js';

const MINUTE = 60_000;

const group = (key: string, median: number | null, mean: number | null): Group => ({
  ...{ key, incidents: 3, acknowledged: 2, resolved: 0, link: `/v1/incidents?week=${key}` },
  timeToAcknowledge: { median, mean, incidents: median === null ? 0 : 2 },
  timeToResolve: { median: null, mean: null, incidents: 0 },
});

it('shows each week of a span, also those without an incident', () => {
  const groups = [group('2026-02-23', 4 * MINUTE, 6 * MINUTE), group('2026-03-09', null, null)];
  const weeks = weeksOf(groups, { from: '2026-03-01', to: '2026-03-10' }, 'timeToAcknowledge');
  expect(weeks).toEqual([
    {
      ...{ monday: '2026-02-23', median: 4 * MINUTE, mean: 6 * MINUTE },
      name: 'Week of 23 February 2026: median 4 min, mean 6 min, 2 acknowledged',
      link: '/?week=2026-02-23&with=acknowledgement',
    },
    {
      ...{ monday: '2026-03-02', median: null, mean: null, link: undefined },
      name: 'Week of 2 March 2026: none acknowledged',
    },
    expect.objectContaining({ monday: '2026-03-09', median: null }),
  ]);
  expect(longestOf(weeks)).toBe(6 * MINUTE);
});
