import { useState } from 'react';
import { Link } from 'react-router';
import type { InsightsAsked } from './insights-address.js';
import styles from './insights.module.css';
import { Problem } from './problem.js';
import { useEntryFigures, type EntryGroup } from './use-insights.js';

interface Props {
  readonly asked: InsightsAsked;
  readonly zone: string;
}

const FIRST_SHOWN = 8;
const whole = new Intl.NumberFormat('en-GB');

/** Which types of entries there are most of, and on which incidents they stand. */
export function NoisyTypes({ asked, zone }: Props) {
  const figures = useEntryFigures(asked, zone);
  const [all, setAll] = useState(false);
  const groups = figures.data?.groups ?? [];
  const most = groups[0]?.entries ?? 0;
  return (
    <section aria-labelledby="types" aria-busy={figures.isFetching}>
      <h2 id="types">Noisiest types of entries</h2>
      <Problem of={figures} />
      {figures.data && (
        <p className={styles['muted']}>
          {groups.length === 0 ? 'No entry' : `${whole.format(figures.data.total.entries)} entries`} of this
          time
          {asked.service.length + asked.team.length > 0 && ', that name the service or team themselves'}.
        </p>
      )}
      <ol className={styles['types']}>
        {(all ? groups : groups.slice(0, FIRST_SHOWN)).map((group) => (
          <NoisyType key={group.type} group={group} most={most} />
        ))}
      </ol>
      {groups.length > FIRST_SHOWN && (
        <button type="button" className={styles['more']} onClick={() => setAll(!all)}>
          {all ? `Show the first ${FIRST_SHOWN}` : `Show all ${groups.length} types`}
        </button>
      )}
      {figures.isPending && <div className={styles['awaited']} />}
    </section>
  );
}

/** @param most of any type */
function NoisyType({ group, most }: { readonly group: EntryGroup; readonly most: number }) {
  const { type, entries, incidents } = group;
  return (
    <li>
      <details>
        <summary>
          <code>{type}</code>
          <span className={styles['track']} aria-hidden="true">
            <span className={styles['share']} style={{ inlineSize: `${(entries / most) * 100}%` }} />
          </span>
          <span className={styles['count']}>
            {whole.format(entries)} on {whole.format(incidents)} {incidents === 1 ? 'incident' : 'incidents'}
          </span>
        </summary>
        <p className={styles['muted']}>Most of them on</p>
        <ul>
          {group.most.map(({ incident, title, entries: of }) => (
            <li key={incident}>
              <Link to={`/incidents/${encodeURIComponent(incident)}?${new URLSearchParams({ type })}`}>
                {title ?? incident}
              </Link>{' '}
              <small>
                {incident}, {whole.format(of)} in this time
              </small>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
