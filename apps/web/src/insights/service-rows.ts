import { shareOf } from './change-text.js';
import type { Group } from './use-insights.js';

export const columns = {
  service: 'Service',
  incidents: 'Incidents',
  acknowledged: 'Acknowledged',
  medianToAcknowledge: 'Median to acknowledge',
  meanToAcknowledge: 'Mean to acknowledge',
  resolved: 'Resolved',
  medianToResolve: 'Median to resolve',
  meanToResolve: 'Mean to resolve',
} as const;

export type Column = keyof typeof columns;

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** null: nothing is known. */
export function valueOf(group: Group, column: Column): string | number | null {
  switch (column) {
    case 'service':
      return group.key;
    case 'incidents':
      return group.incidents;
    case 'acknowledged':
    case 'resolved':
      return shareOf(group[column], group.incidents);
    case 'medianToAcknowledge':
      return group.timeToAcknowledge.median;
    case 'meanToAcknowledge':
      return group.timeToAcknowledge.mean;
    case 'medianToResolve':
      return group.timeToResolve.median;
    case 'meanToResolve':
      return group.timeToResolve.mean;
  }
}

/** Those of which nothing is known come last in either order. */
export function sorted(groups: readonly Group[], { column, descending }: Order): Group[] {
  return groups.toSorted((one, other) => {
    const [a, b] = [valueOf(one, column), valueOf(other, column)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = typeof a === 'string' ? a.localeCompare(String(b)) : a - Number(b);
    return descending ? -order : order;
  });
}

/** The other way round where it is the column of the order already; else names from a on, and numbers from the most. */
export function reordered(order: Order, column: Column): Order {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column !== 'service' };
}
