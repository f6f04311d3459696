import { Link } from 'react-router';
import { WeekPlot, WeekPlotLegend } from '../plots/week-plot.js';
import { pageLink, type Dates } from './insights-address.js';
import styles from './insights.module.css';
import type { Group } from './use-insights.js';
import { longestOf, measureNames, measures, weeksOf, type Measure } from './weeks.js';

/** Services that are drawn: those with most incidents. */
const DRAWN = 6;
const HEIGHT = 96;

interface Props {
  readonly groups: readonly Group[];
  readonly asked: Dates;
}

/** The weeks of each service, one below the other, with the same axes, so that they can be compared. */
export function ServiceWeeks({ groups, asked }: Props) {
  const drawn = groups.toSorted((a, b) => b.incidents - a.incidents).slice(0, DRAWN);
  const longest = (measure: Measure) =>
    Math.max(...drawn.map((group) => longestOf(weeksOf(group.groups ?? [], asked, measure))));
  const scales = new Map(measureNames.map((measure) => [measure, longest(measure)]));
  return (
    <>
      <h3>{drawn.length < groups.length ? `The ${DRAWN} busiest, by week` : 'Each by week'}</h3>
      <ul className={styles['multiples']}>
        {drawn.map((group) => (
          <li key={group.key}>
            <h4>
              <Link to={pageLink(group.link)}>{group.key ?? 'no service'}</Link>
            </h4>
            <div className={styles['plots']}>
              {measureNames.map((measure) => (
                <div key={measure}>
                  <p className={styles['muted']}>{measures[measure].name}</p>
                  <WeekPlot
                    label={`${measures[measure].name} of ${group.key ?? 'no service'}, by week`}
                    weeks={weeksOf(group.groups ?? [], asked, measure)}
                    longest={scales.get(measure)!}
                    height={HEIGHT}
                  />
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
      <WeekPlotLegend />
    </>
  );
}
