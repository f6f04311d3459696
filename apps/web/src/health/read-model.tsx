import type { LogProgress, ProjectionProgress } from '@daybook/timeline-contracts';
import { TimePlot, type Series } from '../plots/time-plot.js';
import { forecastDrain, type Forecast, type Reading } from './drain-forecast.js';
import { useLogProgress, useProjectionProgress } from './readings.js';
import styles from './health.module.css';

const SPAN_MS = 30 * 60_000;
const LEAST_SPAN_MS = 5 * 60_000;
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** The way of an entry, from the log to where it is shown, and how much is under way. */
export function ReadModel() {
  const log = useLogProgress();
  const projection = useProjectionProgress();
  return (
    <section aria-labelledby="read-model">
      <h2 id="read-model">From the log to what is shown</h2>
      <Numbers
        log={log.isError ? undefined : log.data}
        projection={projection.isError ? undefined : projection.data}
        at={projection.dataUpdatedAt}
      />
      {projection.isError && <p role="alert">{projection.error.message}</p>}
      {projection.data && (
        <>
          <Depth projection={projection.data} at={projection.dataUpdatedAt} />
          <Shards projection={projection.data} queues={log.data?.queues ?? null} />
        </>
      )}
    </section>
  );
}

interface NumbersProps {
  readonly log: LogProgress | undefined;
  readonly projection: ProjectionProgress | undefined;
  /** Of the projection, Unix milliseconds. */
  readonly at: number;
}

function Numbers({ log, projection, at }: NumbersProps) {
  const holes = projection?.shards.filter(({ waiting }) => waiting > 0) ?? [];
  const waiting = holes.reduce((sum, shard) => sum + shard.waiting, 0);
  return (
    <dl className={styles['numbers']}>
      <Figure name="Last entry of the log" value={log?.log?.head} />
      <Figure
        name="Not handed over to RabbitMQ"
        value={log?.log ? whole.format(log.log.behind) : undefined}
        poor={(log?.log?.behind ?? 0) > 0}
      />
      <Figure
        name="Not shown yet"
        value={projection && whole.format(projection.behind)}
        poor={(projection?.behind ?? 0) > 0}
      />
      <Figure
        name="Lag"
        value={projection && `${whole.format(projection.lagMs / 1_000)} s`}
        poor={(projection?.lagMs ?? 0) >= 5_000}
      />
      <Figure
        name="Holes"
        value={
          projection &&
          (holes.length === 0
            ? 'none'
            : `in ${holes.length} of ${projection.shards.length} shards, before ${waiting}`)
        }
        poor={holes.length > 0}
      />
      <Figure
        name="Entries come by"
        value={projection && { queue: 'RabbitMQ', feed: 'the feed' }[projection.source]}
        poor={projection?.source === 'feed'}
      />
      <Figure name="Forecast" value={projection && forecastText(forecastDrain(readingsOf(projection, at)))} />
      <Figure
        name="Unreadable messages"
        value={projection && whole.format(projection.parked)}
        poor={(projection?.parked ?? 0) > 0}
      />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  /** undefined: not known. */
  readonly value: string | undefined;
  readonly poor?: boolean;
}

function Figure({ name, value, poor = false }: FigureProps) {
  return (
    <div className={styles['figure']} data-poor={poor}>
      <dt>{name}</dt>
      <dd>{value ?? 'not known'}</dd>
    </div>
  );
}

/** The samples, and the present. */
function readingsOf({ samples, head, behind }: ProjectionProgress, now: number): Reading[] {
  const past = samples.map((sample) => ({ ...sample, at: Date.parse(sample.at) }));
  return [...past, { at: now, head, watermark: head - behind }];
}

function forecastText(forecast: Forecast): string {
  switch (forecast.kind) {
    case 'caught up':
      return 'caught up';
    case 'unknown':
      return 'too early to say';
    case 'growing':
      return forecast.perSecond === 0
        ? 'stands still'
        : `${whole.format(forecast.perSecond)} entries/s, and as many come`;
    case 'draining':
      return `done in ${secondsText(forecast.secondsLeft)}, at ${whole.format(forecast.perSecond)} entries/s`;
  }
}

function secondsText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

function Depth({ projection, at: now }: { readonly projection: ProjectionProgress; readonly at: number }) {
  const { samples, behind, queues } = projection;
  const from = samples[0] ? Date.parse(samples[0].at) : now;
  const queued = queues && queues.reduce((sum, { messages }) => sum + messages, 0);
  const series: Series[] = [
    {
      name: 'Entries not shown yet',
      points: [
        ...samples.map(({ at, head, watermark }) => ({ at: Date.parse(at), value: head - watermark })),
        { at: now, value: behind },
      ],
    },
    {
      name: 'Messages in the queues',
      points: [
        ...samples.map(({ at, queued: value }) => ({ at: Date.parse(at), value })),
        { at: now, value: queued },
      ],
    },
  ];
  const most = Math.max(...series[0]!.points.map(({ value }) => value ?? 0));
  return (
    <TimePlot
      label={`Entries not shown yet, over the last half hour: ${behind} now, ${most} at most`}
      series={series}
      span={[Math.max(now - SPAN_MS, Math.min(from, now - LEAST_SPAN_MS)), now]}
    />
  );
}

interface ShardsProps {
  readonly projection: ProjectionProgress;
  readonly queues: LogProgress['queues'];
}

function Shards({ projection, queues }: ShardsProps) {
  return (
    <details className={styles['details']}>
      <summary>Shards and queues</summary>
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Shards and queues">
        <table>
          <thead>
            <tr>
              <th scope="col">Queue</th>
              <th scope="col">Messages</th>
              <th scope="col">Consumers</th>
              <th scope="col">Shown up to</th>
              <th scope="col">Behind a hole</th>
            </tr>
          </thead>
          <tbody>
            {projection.shards.map(({ shard, watermark, waiting }) => (
              <tr key={shard}>
                <th scope="row">shard {shard}</th>
                <td>{count(projection.queues?.[shard]?.messages)}</td>
                <td>{count(projection.queues?.[shard]?.consumers)}</td>
                <td>{count(watermark)}</td>
                <td>{count(waiting)}</td>
              </tr>
            ))}
            {queues?.map(({ queue, messages, consumers }) => (
              <tr key={queue}>
                <th scope="row">{queue}</th>
                <td>{count(messages)}</td>
                <td>{count(consumers)}</td>
                <td />
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function count(value: number | undefined): string {
  return value === undefined ? '–' : whole.format(value);
}
