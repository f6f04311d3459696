import { AxisBottom, AxisLeft } from '@visx/axis';
import { useParentSize } from '@visx/responsive';
import { scaleBand, scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { Link } from 'react-router';
import { durationText } from '../time/duration.js';
import { durationTicks } from './duration-ticks.js';
import styles from './plots.module.css';

/** What there is to show of a week, in milliseconds. */
export interface Week {
  /** The date of its Monday. */
  readonly monday: string;
  /** null: nothing was measured. */
  readonly median: number | null;
  readonly mean: number | null;
  /** The week in words, with its numbers. */
  readonly name: string;
  /** What these numbers are made of. */
  readonly link: string | undefined;
}

interface WeekPlotProps {
  /** What the picture shows, for those who don’t see it. */
  readonly label: string;
  /** One behind the other. */
  readonly weeks: readonly Week[];
  /** The longest that the axis must hold, so that several plots can be compared. */
  readonly longest: number;
  readonly height?: number;
}

const MARGIN = { top: 8, right: 8, bottom: 26, left: 56 };
const TICK_PX = 64;
const TICK_ROW_PX = 22;
const MARK_PX = 3.5;
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Medians as a line with dots, means as a dashed one with squares; each week is a link. */
export function WeekPlot({ label, weeks, longest, height = 180 }: WeekPlotProps) {
  const { parentRef, width } = useParentSize({ debounceTime: 0 });
  return (
    <div ref={parentRef} style={{ height }}>
      {width > MARGIN.left + MARGIN.right && <Plot {...{ label, weeks, longest, height, width }} />}
    </div>
  );
}

function Plot({
  label,
  weeks,
  longest,
  height,
  width,
}: Required<WeekPlotProps> & { readonly width: number }) {
  const bottom = height - MARGIN.bottom;
  const ticks = durationTicks(longest, Math.max(2, Math.floor((bottom - MARGIN.top) / TICK_ROW_PX)));
  const x = scaleBand({
    domain: weeks.map(({ monday }) => monday),
    range: [MARGIN.left, width - MARGIN.right],
  });
  const y = scaleLinear<number>({ domain: [0, ticks.at(-1)!], range: [bottom, MARGIN.top] });
  const middle = (monday: string) => (x(monday) ?? 0) + x.bandwidth() / 2;
  const nth = Math.max(1, Math.ceil(TICK_PX / x.bandwidth()));
  const line = (kind: 'median' | 'mean') => ({
    data: [...weeks],
    x: ({ monday }: Week) => middle(monday),
    y: (week: Week) => y(week[kind] ?? 0),
    defined: (week: Week) => week[kind] !== null,
    fill: 'none',
  });
  return (
    <svg width={width} height={height} role="group" aria-label={label} className={styles['plot']}>
      <g aria-hidden="true">
        {ticks.map((tick) => (
          <line
            key={tick}
            className={styles['grid']}
            x1={MARGIN.left}
            x2={width - MARGIN.right}
            y1={y(tick)}
            y2={y(tick)}
          />
        ))}
        <AxisLeft
          left={MARGIN.left}
          scale={y}
          tickValues={ticks}
          hideTicks
          axisClassName={styles['axis']!}
          tickFormat={(tick) => durationText(Number(tick))}
        />
        <AxisBottom
          top={bottom}
          scale={x}
          tickValues={weeks.filter((_, index) => index % nth === 0).map(({ monday }) => monday)}
          axisClassName={styles['axis']!}
          tickFormat={(monday) => date.format(new Date(monday))}
        />
        <LinePath {...line('mean')} className={styles['mean']!} />
        <LinePath {...line('median')} className={styles['median']!} />
      </g>
      {weeks.map((week) => (
        <WeekBand
          key={week.monday}
          week={week}
          left={x(week.monday) ?? 0}
          width={x.bandwidth()}
          y={y}
          bottom={bottom}
        />
      ))}
    </svg>
  );
}

interface WeekBandProps {
  readonly week: Week;
  readonly left: number;
  readonly width: number;
  readonly bottom: number;
  readonly y: (milliseconds: number) => number;
}

/** As wide and high as the week’s part of the plot, so that it is easily hit. */
function WeekBand({ week: { name, link, median, mean }, left, width, bottom, y }: WeekBandProps) {
  if (median === null || mean === null || link === undefined) return null;
  const middle = left + width / 2;
  return (
    <Link to={link} aria-label={name} className={styles['band']!}>
      <title>{name}</title>
      <rect x={left} y={MARGIN.top} width={width} height={bottom - MARGIN.top} />
      <rect
        className={styles['meanMark']}
        x={middle - MARK_PX}
        y={y(mean) - MARK_PX}
        width={2 * MARK_PX}
        height={2 * MARK_PX}
      />
      <circle className={styles['medianMark']} cx={middle} cy={y(median)} r={MARK_PX} />
    </Link>
  );
}

export function WeekPlotLegend() {
  return (
    <p className={styles['legend']}>
      <span className={styles['medianKey']}>median</span>
      <span className={styles['meanKey']}>mean</span>
    </p>
  );
}
