import type { Incident } from '@daybook/client';
import { Link } from 'react-router';
import { durationText } from '../time/duration.js';
import { useClockTimes } from '../time/zone.js';
import styles from './incidents.module.css';
import { Sparkline } from './sparkline.js';
import { StatusMark } from './status.js';

/** How long it took, or, of one that is still open, how long it has been open. Milliseconds; undefined: not triggered. */
export function lengthOf(incident: Incident, now: number): number | undefined {
  const { triggeredAt, timeToResolveMs } = incident;
  if (timeToResolveMs !== null) return timeToResolveMs;
  return triggeredAt === null ? undefined : Math.max(0, now - Date.parse(triggeredAt));
}

export function IncidentRow({ incident, now }: { readonly incident: Incident; readonly now: number }) {
  const { id, status, title, severity, services, entryCount, lastActivityAt, mergedInto } = incident;
  const times = useClockTimes();
  const last = Date.parse(lastActivityAt);
  const length = lengthOf(incident, now);
  return (
    <li>
      <Link to={`/incidents/${encodeURIComponent(id)}`} className={styles['row']!}>
        <span className={styles['state']}>
          <StatusMark status={status} />
        </span>
        <span className={styles['title']}>
          {title ?? id}
          <small>
            {id}
            {mergedInto && ` · merged into ${mergedInto}`}
          </small>
        </span>
        <span className={styles['severity']} data-severity={severity ?? undefined}>
          {severity}
        </span>
        <span className={styles['services']}>
          {services.slice(0, 2).join(', ')}
          {services.length > 2 && ` +${services.length - 2}`}
        </span>
        <span className={styles['activity']}>
          <Sparkline incidentId={id} version={`${entryCount} ${lastActivityAt}`} />
          <small>
            {entryCount} {entryCount === 1 ? 'entry' : 'entries'}
          </small>
        </span>
        <span className={styles['length']}>
          <span className="visually-hidden">{status === 'resolved' ? 'took ' : 'open for '}</span>
          {length === undefined ? '' : durationText(length)}
        </span>
        <time className={styles['last']} dateTime={lastActivityAt} title={times.full(last)}>
          {times.short(last)}
        </time>
      </Link>
    </li>
  );
}
