import { Link } from 'react-router';
import { durationText } from '../time/duration.js';
import { changeText, NONE, percentText, shareChangeText, shareOf } from './change-text.js';
import { datesBefore, lengthOf, pageLink, type InsightsAsked } from './insights-address.js';
import styles from './insights.module.css';
import { Problem } from './problem.js';
import { BY_WEEK, useIncidentFigures, type Figures } from './use-insights.js';
import { measureNames, measures } from './weeks.js';

interface Props {
  readonly asked: InsightsAsked;
  readonly zone: string;
}

const TIMES = { less: 'shorter', more: 'longer' };

/** The numbers of the whole span, each beside that of as many days before. */
export function Headline({ asked, zone }: Props) {
  const now = useIncidentFigures(BY_WEEK, asked, zone);
  const before = useIncidentFigures(BY_WEEK, { ...asked, ...datesBefore(asked) }, zone);
  return (
    <section aria-labelledby="headline" aria-busy={now.isFetching}>
      <h2 id="headline" className="visually-hidden">
        At a glance
      </h2>
      <Problem of={now} />
      <Numbers
        now={now.isError ? undefined : now.data?.total}
        before={before.isPlaceholderData ? undefined : before.data?.total}
      />
      <p className={styles['muted']}>
        {sentence(now.data?.total.incidents, before.data?.total.incidents, lengthOf(asked))}
      </p>
    </section>
  );
}

/** @param now how many incidents; undefined: not known yet @param days of either span */
function sentence(now: number | undefined, before: number | undefined, days: number): string {
  if (now === 0) return 'No incident was triggered in this time: choose a longer one, or fewer filters.';
  if (before === 0) return `There was none in the ${days} days before.`;
  return `Compared with the ${days} days before.`;
}

interface NumbersProps {
  /** undefined: not known yet. */
  readonly now: Figures | undefined;
  readonly before: Figures | undefined;
}

function Numbers({ now, before }: NumbersProps) {
  return (
    <dl className={styles['numbers']}>
      <Tile
        name="Incidents"
        value={now && String(now.incidents)}
        link={now && pageLink(now.link)}
        change={changeText(now?.incidents, before?.incidents, { less: 'fewer', more: 'more' })}
      />
      {measureNames.map((measure) => {
        const { done, known } = measures[measure];
        const share = (of: Figures | undefined) => of && shareOf(of[done], of.incidents);
        return (
          <Tile
            key={measure}
            name={done === 'acknowledged' ? 'Acknowledged' : 'Resolved'}
            value={now && percentText(share(now))}
            link={now && pageLink(now.link, known)}
            change={shareChangeText(share(now), share(before))}
          />
        );
      })}
      {measureNames.flatMap((measure) =>
        (['median', 'mean'] as const).map((kind) => (
          <Tile
            key={`${measure} ${kind}`}
            name={`${kind === 'median' ? 'Median' : 'Mean'} ${measures[measure].name.toLowerCase()}`}
            value={now && durationOr(now[measure][kind])}
            link={now && pageLink(now.link, measures[measure].known)}
            change={changeText(now?.[measure][kind], before?.[measure][kind], TIMES)}
          />
        )),
      )}
    </dl>
  );
}

function durationOr(milliseconds: number | null): string {
  return milliseconds === null ? NONE : durationText(milliseconds);
}

interface TileProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly link: string | undefined;
  readonly change: string | undefined;
}

function Tile({ name, value, link, change }: TileProps) {
  return (
    <div className={styles['tile']}>
      <dt>{name}</dt>
      <dd>{link !== undefined && value !== NONE ? <Link to={link}>{value}</Link> : (value ?? '…')}</dd>
      <dd className={styles['change']}>{change ?? '\u00a0'}</dd>
    </div>
  );
}
