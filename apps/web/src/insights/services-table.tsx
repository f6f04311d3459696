import { useState } from 'react';
import { Link } from 'react-router';
import { durationText } from '../time/duration.js';
import { NONE, percentText } from './change-text.js';
import { pageLink } from './insights-address.js';
import styles from './insights.module.css';
import { columns, reordered, sorted, valueOf, type Column, type Order } from './service-rows.js';
import type { Group } from './use-insights.js';

const FIRST_SHOWN = 10;
const measured: readonly Column[] = Object.keys(columns).filter((column) => column !== 'service') as Column[];
const durations = new Set<Column>([
  ...(['medianToAcknowledge', 'meanToAcknowledge'] as const),
  ...(['medianToResolve', 'meanToResolve'] as const),
]);

/** A row for each service, in any order; bars show at a glance what numbers tell. */
export function ServicesTable({ groups }: { readonly groups: readonly Group[] }) {
  const [order, setOrder] = useState<Order>({ column: 'incidents', descending: true });
  const [all, setAll] = useState(false);
  const rows = sorted(groups, order);
  const most = new Map(
    measured.map((column) => [column, Math.max(...groups.map((group) => Number(valueOf(group, column))))]),
  );
  return (
    <>
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Figures of services">
        <table className={styles['services']}>
          <thead>
            <tr>
              {(Object.keys(columns) as Column[]).map((column) => (
                <th
                  key={column}
                  scope="col"
                  {...(order.column === column && {
                    'aria-sort': order.descending ? 'descending' : 'ascending',
                  })}
                >
                  <button type="button" onClick={() => setOrder(reordered(order, column))}>
                    {columns[column]}
                    <span aria-hidden="true">
                      {order.column === column && (order.descending ? ' ▾' : ' ▴')}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(all ? rows : rows.slice(0, FIRST_SHOWN)).map((group) => (
              <tr key={group.key}>
                <th scope="row">
                  <Link to={pageLink(group.link)}>{group.key ?? 'no service'}</Link>
                </th>
                {measured.map((column) => (
                  <Cell key={column} group={group} column={column} most={most.get(column) ?? 0} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > FIRST_SHOWN && (
        <button type="button" className={styles['more']} onClick={() => setAll(!all)}>
          {all ? `Show the first ${FIRST_SHOWN}` : `Show all ${rows.length} services`}
        </button>
      )}
    </>
  );
}

interface CellProps {
  readonly group: Group;
  readonly column: Column;
  /** The highest of the column. */
  readonly most: number;
}

function Cell({ group, column, most }: CellProps) {
  const value = valueOf(group, column) as number | null;
  if (value === null) return <td>{NONE}</td>;
  const share = durations.has(column) || column === 'incidents' ? value / Math.max(most, 1) : value;
  return (
    <td>
      <Link to={linkOf(group, column)}>{textOf(value, column)}</Link>
      <span className={styles['share']} style={{ inlineSize: `${share * 100}%` }} aria-hidden="true" />
    </td>
  );
}

function textOf(value: number, column: Column): string {
  if (column === 'incidents') return String(value);
  return durations.has(column) ? durationText(value) : percentText(value);
}

/** The incidents that the number is made of. */
function linkOf({ link }: Group, column: Column): string {
  if (column === 'incidents') return pageLink(link);
  return pageLink(link, /acknowledge/i.test(column) ? 'acknowledgement' : 'resolve');
}
