import fc from 'fast-check';
import { figuresOf, type MeasuredIncident } from './incident-figures.js';

const incident = (
  triggeredAt: number | null,
  acknowledgedAt: number | null,
  resolvedAt: number | null,
): MeasuredIncident => ({ triggeredAt, acknowledgedAt, resolvedAt });

it('measures from the trigger what was acknowledged and resolved', () => {
  const all = [incident(0, 10, 100), incident(50, 70, null), incident(0, null, 300), incident(null, 5, 6)];
  expect(figuresOf(all)).toStrictEqual({
    ...{ incidents: 3, acknowledged: 2, resolved: 2 },
    timeToAcknowledge: { mean: 15, median: 15, incidents: 2 },
    timeToResolve: { mean: 200, median: 200, incidents: 2 },
  });
});

it('has no durations of nothing', () => {
  expect(figuresOf([incident(1, null, null)])).toMatchObject({
    incidents: 1,
    timeToResolve: { mean: null, median: null, incidents: 0 },
  });
});

it('is the same in whatever order incidents come, and the median is one that half of them keep', () => {
  const anyTime = fc.option(fc.integer({ min: 0, max: 1000 }));
  const anyIncidents = fc.array(fc.tuple(anyTime, anyTime, anyTime).map((times) => incident(...times)));
  fc.assert(
    fc.property(anyIncidents, (incidents) => {
      const figures = figuresOf(incidents);
      expect(figuresOf(incidents.toReversed())).toStrictEqual(figures);
      const lengths = incidents.flatMap(({ triggeredAt, resolvedAt }) =>
        triggeredAt === null || resolvedAt === null ? [] : [resolvedAt - triggeredAt],
      );
      const median = figures.timeToResolve.median ?? 0;
      expect(lengths.filter((length) => length <= median + 0.5).length * 2).toBeGreaterThanOrEqual(
        lengths.length,
      );
      expect(lengths.filter((length) => length >= median - 0.5).length * 2).toBeGreaterThanOrEqual(
        lengths.length,
      );
    }),
  );
});
