import { consequencesOf, type ServiceName } from './mode-text.js';
import { useReadiness, type Readiness } from './readings.js';
import styles from './health.module.css';

type Condition = 'well' | 'degraded' | 'away' | 'unknown';

const WORDS: Record<Condition, string> = {
  well: 'well',
  degraded: 'degraded',
  away: 'away',
  unknown: 'not known',
};
const SIGNS: Record<Condition, string> = { well: '✓', degraded: '!', away: '✕', unknown: '?' };

/** Both services and the three servers, as the services see them, and what it means where one is away. */
export function Servers() {
  const command = useReadiness('command-service');
  const query = useReadiness('query-service');
  const consequences = [...messages('command-service', command), ...messages('query-service', query)];
  const asked = command.data ?? command.error ?? query.data ?? query.error;
  return (
    <section aria-labelledby="servers">
      <h2 id="servers">Services and servers</h2>
      <div role="status" className={styles['summary']} data-well={consequences.length === 0}>
        {!asked && <p>Asking both services …</p>}
        {asked && consequences.length === 0 && <p>All is well.</p>}
        {consequences.length > 0 && (
          <ul>
            {consequences.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
      </div>
      <dl className={styles['parts']}>
        <Part name="command-service" role="takes entries" condition={ofService(command)} />
        <Part name="query-service" role="shows them" condition={ofService(query)} />
        <Part name="Postgres" role="the log" condition={ofServer(command, 'postgres')} />
        <Part
          name="RabbitMQ"
          role="hands them over"
          condition={worst(ofServer(command, 'rabbitmq'), ofServer(query, 'rabbitmq'))}
        />
        <Part name="MongoDB" role="the read models" condition={ofServer(query, 'mongodb')} />
      </dl>
    </section>
  );
}

interface Asked {
  readonly data?: Readiness | undefined;
  readonly isError: boolean;
}

interface PartProps {
  readonly name: string;
  readonly role: string;
  readonly condition: Condition;
}

function Part({ name, role, condition }: PartProps) {
  return (
    <div className={styles['part']} data-condition={condition}>
      <dt>
        {name} <small>{role}</small>
      </dt>
      <dd>
        <span aria-hidden="true">{SIGNS[condition]}</span> {WORDS[condition]}
      </dd>
    </div>
  );
}

function messages(service: ServiceName, { data, isError }: Asked): string[] {
  if (isError) return [`The ${service} does not answer.`];
  return data ? consequencesOf(service, data.mode) : [];
}

function ofService({ data, isError }: Asked): Condition {
  if (isError) return 'away';
  if (!data) return 'unknown';
  return data.mode === 'normal' ? 'well' : 'degraded';
}

/** As one service sees it; what a service that does not answer said before says nothing of now. */
function ofServer({ data, isError }: Asked, server: string): Condition {
  const state = isError ? undefined : data?.servers[server];
  if (state === undefined) return 'unknown';
  if (state === 'blocked') return 'degraded';
  return state === 'up' || state === 'connected' ? 'well' : 'away';
}

/** RabbitMQ is seen by both services, and may be away for one of them only. */
function worst(one: Condition, other: Condition): Condition {
  const order: readonly Condition[] = ['away', 'degraded', 'well', 'unknown'];
  return order.find((condition) => one === condition || other === condition)!;
}
