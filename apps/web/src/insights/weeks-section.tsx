import { WeekPlot, WeekPlotLegend } from '../plots/week-plot.js';
import type { InsightsAsked } from './insights-address.js';
import styles from './insights.module.css';
import { Problem } from './problem.js';
import { BY_WEEK, useIncidentFigures } from './use-insights.js';
import { longestOf, measureNames, measures, weeksOf } from './weeks.js';

interface Props {
  readonly asked: InsightsAsked;
  readonly zone: string;
}

export function WeeksSection({ asked, zone }: Props) {
  const figures = useIncidentFigures(BY_WEEK, asked, zone);
  return (
    <section aria-labelledby="weeks" aria-busy={figures.isFetching}>
      <h2 id="weeks">By week</h2>
      <Problem of={figures} />
      <div className={styles['plots']}>
        {measureNames.map((measure) => {
          const weeks = weeksOf(figures.data?.groups ?? [], asked, measure);
          return (
            <div key={measure}>
              <h3>{measures[measure].name}</h3>
              <WeekPlot
                label={`${measures[measure].name}, by week`}
                weeks={weeks}
                longest={longestOf(weeks)}
              />
            </div>
          );
        })}
      </div>
      <WeekPlotLegend />
    </section>
  );
}
