import { Link } from 'react-router';
import { hourOfWeek, hourOfWeekText, weekdays } from '../time/hour-of-week.js';
import { heatLevels, levelOf, type Level } from './heat-levels.js';
import styles from './heat-map.module.css';
import { pageLink, type InsightsAsked } from './insights-address.js';
import { Problem } from './problem.js';
import { useIncidentFigures, type Group, type Grouping } from './use-insights.js';

interface Props {
  readonly asked: InsightsAsked;
  readonly zone: string;
}

const BY_HOUR: Grouping = ['hour-of-week'];
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * When incidents are triggered: a cell for each hour of the week. On a phone the hours stand one below the other, which is
 * no longer laid out as a table: hence the roles, by which it stays one for those who hear it.
 */
export function HeatMap({ asked, zone }: Props) {
  const figures = useIncidentFigures(BY_HOUR, asked, zone);
  const groups = new Map(figures.data?.groups.map((group) => [group.key, group]));
  const levels = heatLevels(Math.max(0, ...[...groups.values()].map(({ incidents }) => incidents)));
  return (
    <section aria-labelledby="hours" aria-busy={figures.isFetching}>
      <h2 id="hours">Busiest hours</h2>
      <Problem of={figures} />
      <Busiest groups={[...groups.values()]} zone={zone} />
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Hours of the week">
        <table role="table" className={styles['map']}>
          <caption className="visually-hidden">
            Incidents by the weekday and the hour in which they were triggered, in {zone}
          </caption>
          <thead role="rowgroup">
            <tr role="row">
              <td role="cell" />
              {hours.map((hour) => (
                <th key={hour} role="columnheader" scope="col">
                  {String(hour).padStart(2, '0')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {weekdays.map((name, weekday) => (
              <tr key={name} role="row">
                <th role="rowheader" scope="row">
                  <abbr title={name}>{name.slice(0, 3)}</abbr>
                </th>
                {hours.map((hour) => (
                  <Cell
                    key={hour}
                    hour={hourOfWeek(weekday, hour)}
                    group={groups.get(hourOfWeek(weekday, hour))}
                    levels={levels}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend levels={levels} />
    </section>
  );
}

interface CellProps {
  readonly hour: string;
  readonly group: Group | undefined;
  readonly levels: readonly Level[];
}

function Cell({ hour, group, levels }: CellProps) {
  if (!group)
    return (
      <td role="cell">
        <span className="visually-hidden">0</span>
      </td>
    );
  const { incidents, link } = group;
  return (
    <td role="cell" data-level={levelOf(incidents, levels)}>
      <Link to={pageLink(link)} aria-label={`${incidents}, ${hourOfWeekText(hour)}`}>
        {incidents}
      </Link>
    </td>
  );
}

function Busiest({ groups, zone }: { readonly groups: readonly Group[]; readonly zone: string }) {
  const [first] = groups.toSorted((a, b) => b.incidents - a.incidents);
  return (
    <p>
      {first && (
        <>
          Most incidents were triggered on{' '}
          <Link to={pageLink(first.link)}>
            {hourOfWeekText(first.key!)}: {first.incidents} {first.incidents === 1 ? 'incident' : 'incidents'}
          </Link>
          .{' '}
        </>
      )}
      Hours are those of {zone}.
    </p>
  );
}

function Legend({ levels }: { readonly levels: readonly Level[] }) {
  return (
    <ul className={styles['legend']} aria-label="Incidents in an hour of the week">
      {levels.map((level) => (
        <li key={level.from}>
          <span className={styles['swatch']} data-level={levelOf(level.from, levels)} aria-hidden="true" />
          {level.from === level.to ? level.from : `${level.from}–${level.to}`}
        </li>
      ))}
    </ul>
  );
}
