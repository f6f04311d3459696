import type { Incident } from '@daybook/client';
import { Link } from 'react-router';
import { StatusMark } from '../incidents/status.js';
import { durationText } from '../time/duration.js';
import { useClockTimes } from '../time/zone.js';
import styles from './incident.module.css';

interface Props {
  readonly id: string;
  /** Undefined: it is not known, e.g. while the read model is away. */
  readonly incident: Incident | undefined;
  /** The address of an entry on this page. */
  readonly entryAddress: (entryId: string) => string;
}

/** What is known of an incident as a whole. Its times lead to the entries that say so. */
export function IncidentHeader({ id, incident, entryAddress }: Props) {
  const times = useClockTimes();
  if (!incident)
    return (
      <header className={styles['header']}>
        <h1>{id}</h1>
      </header>
    );
  const { status, title, severity, urgency, services, teams, responders, evidence, merged = [] } = incident;
  return (
    <header className={styles['header']}>
      <h1>{title ?? id}</h1>
      <p className={styles['facts']}>
        <StatusMark status={status} />
        {severity && <span className={styles['severity']}>{severity}</span>}
        {urgency && <span>{urgency} urgency</span>}
        <code>{id}</code>
        {incident.reopenedCount > 0 && <span>reopened {incident.reopenedCount} times</span>}
        {incident.mergedInto && (
          <span>
            merged into <IncidentLink id={incident.mergedInto} />
          </span>
        )}
        {merged.length > 0 && (
          <span>
            with{' '}
            {merged.map((one) => (
              <IncidentLink key={one} id={one} />
            ))}
          </span>
        )}
      </p>
      <dl className={styles['figures']}>
        <Figure
          name="Triggered"
          at={incident.triggeredAt}
          evidence={evidence.triggered}
          {...{ times, entryAddress }}
        />
        <Figure
          name="To acknowledge"
          length={incident.timeToAcknowledgeMs}
          at={incident.acknowledgedAt}
          evidence={evidence.acknowledged}
          {...{ times, entryAddress }}
        />
        <Figure
          name="To resolve"
          length={incident.timeToResolveMs}
          at={incident.resolvedAt}
          evidence={evidence.resolved}
          {...{ times, entryAddress }}
        />
        <Names name="Services" values={services} parameter="service" />
        <Names name="Teams" values={teams} parameter="team" />
        <Names name="Responders" values={responders} parameter="text" />
        <div>
          <dt>Entries</dt>
          <dd>{incident.entryCount.toLocaleString('en-GB')}</dd>
        </div>
      </dl>
    </header>
  );
}

function IncidentLink({ id }: { readonly id: string }) {
  return (
    <>
      <Link to={`/incidents/${encodeURIComponent(id)}`}>{id}</Link>{' '}
    </>
  );
}

interface FigureProps extends Pick<Props, 'entryAddress'> {
  readonly name: string;
  readonly length?: number | null;
  readonly at: string | null;
  readonly evidence: string | null;
  readonly times: ReturnType<typeof useClockTimes>;
}

function Figure({ name, length, at, evidence, times, entryAddress }: FigureProps) {
  if (at === null) return null;
  const instant = Date.parse(at);
  const text = length === undefined || length === null ? times.short(instant) : durationText(length);
  return (
    <div>
      <dt>{name}</dt>
      <dd title={times.full(instant)}>
        {evidence === null ? text : <Link to={entryAddress(evidence)}>{text}</Link>}
      </dd>
    </div>
  );
}

interface NamesProps {
  readonly name: string;
  readonly values: readonly string[];
  /** Of the list of incidents. */
  readonly parameter: string;
}

function Names({ name, values, parameter }: NamesProps) {
  if (values.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {values.map((value) => (
          <span key={value} className={styles['name']}>
            <Link to={`/?${new URLSearchParams({ [parameter]: value })}`}>{value}</Link>
          </span>
        ))}
      </dd>
    </div>
  );
}
