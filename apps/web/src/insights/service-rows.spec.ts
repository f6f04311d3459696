import { reordered, sorted, type Order } from './service-rows.js';
import type { Group } from './use-insights.js';

const service = (key: string | null, incidents: number, median: number | null): Group => ({
  ...{ key, incidents, acknowledged: 0, resolved: 1, link: '' },
  timeToAcknowledge: { median: null, mean: null, incidents: 0 },
  timeToResolve: { median, mean: median, incidents: 1 },
});

const groups = [service('db', 3, 20), service('api', 12, null), service(null, 1, 100)];
const keys = (order: Order) => sorted(groups, order).map(({ key }) => key);

it.each<[Order, (string | null)[]]>([
  [{ column: 'incidents', descending: true }, ['api', 'db', null]],
  [{ column: 'incidents', descending: false }, [null, 'db', 'api']],
  [{ column: 'service', descending: false }, ['api', 'db', null]],
  [{ column: 'service', descending: true }, ['db', 'api', null]],
  [{ column: 'medianToResolve', descending: true }, [null, 'db', 'api']],
  [{ column: 'medianToResolve', descending: false }, ['db', null, 'api']],
  [{ column: 'resolved', descending: true }, [null, 'db', 'api']],
])('sorts by %j, what is not known last', (order, expected) => {
  expect(keys(order)).toEqual(expected);
});

it('turns the order of a column round', () => {
  const most: Order = { column: 'incidents', descending: true };
  expect(reordered(most, 'incidents')).toEqual({ column: 'incidents', descending: false });
  expect(reordered(most, 'service')).toEqual({ column: 'service', descending: false });
  expect(reordered(most, 'resolved')).toEqual({ column: 'resolved', descending: true });
});
