import type { InsightsAsked } from './insights-address.js';
import styles from './insights.module.css';
import { Problem } from './problem.js';
import { ServiceWeeks } from './service-weeks.js';
import { ServicesTable } from './services-table.js';
import { useIncidentFigures, type Grouping } from './use-insights.js';

interface Props {
  readonly asked: InsightsAsked;
  readonly zone: string;
}

const BY_SERVICE_AND_WEEK: Grouping = ['service', 'week'];

export function ServicesSection({ asked, zone }: Props) {
  const figures = useIncidentFigures(BY_SERVICE_AND_WEEK, asked, zone);
  const groups = figures.data?.groups ?? [];
  return (
    <section aria-labelledby="services" aria-busy={figures.isFetching}>
      <h2 id="services">By service</h2>
      <Problem of={figures} />
      {groups.length > 0 && (
        <>
          <ServicesTable groups={groups} />
          <ServiceWeeks groups={groups} asked={asked} />
        </>
      )}
      {figures.isPending && <div className={styles['awaited']} />}
    </section>
  );
}
