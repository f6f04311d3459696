import { AxisBottom, AxisLeft } from '@visx/axis';
import { useParentSize } from '@visx/responsive';
import { scaleLinear, scaleTime } from '@visx/scale';
import { AreaClosed, LinePath } from '@visx/shape';
import styles from './plots.module.css';

export interface Point {
  /** Unix milliseconds. */
  readonly at: number;
  /** null: not known at this time. */
  readonly value: number | null;
}

export interface Series {
  readonly name: string;
  /** The first is drawn as an area, the others as lines, so that they differ without colour too. */
  readonly points: readonly Point[];
}

interface TimePlotProps {
  /** What the picture shows, in a sentence, for those who don’t see it. */
  readonly label: string;
  readonly series: readonly Series[];
  /** Unix milliseconds, both ends. */
  readonly span: readonly [number, number];
  readonly height?: number;
}

const MARGIN = { top: 8, right: 12, bottom: 24, left: 52 };
const TICK_PX = 110;
const count = new Intl.NumberFormat('en', { notation: 'compact' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Counts over time. What is not known leaves a gap. */
export function TimePlot({ label, series, span, height = 160 }: TimePlotProps) {
  const { parentRef, width } = useParentSize({ debounceTime: 0 });
  const right = Math.max(MARGIN.left + 1, width - MARGIN.right);
  const bottom = height - MARGIN.bottom;
  const most = Math.max(1, ...series.flatMap(({ points }) => points.map(({ value }) => value ?? 0)));
  const x = scaleTime({ domain: [...span], range: [MARGIN.left, right] });
  const y = scaleLinear<number>({ domain: [0, most], range: [bottom, MARGIN.top], nice: 4 });
  return (
    <figure className={styles['figure']}>
      <div ref={parentRef}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={label} className={styles['plot']}>
            {series.map(({ name, points }, index) => {
              const line = {
                data: [...points],
                x: ({ at }: Point) => x(at),
                y: ({ value }: Point) => y(value ?? 0),
                defined: ({ value }: Point) => value !== null,
              };
              return index === 0 ? (
                <AreaClosed key={name} {...line} yScale={y} className={styles['area']!} />
              ) : (
                <LinePath key={name} {...line} className={styles['line']!} fill="none" />
              );
            })}
            <AxisLeft
              left={MARGIN.left}
              scale={y}
              tickValues={y.ticks(4).filter(Number.isInteger)}
              axisClassName={styles['axis']!}
              tickFormat={(value) => count.format(Number(value))}
            />
            <AxisBottom
              top={bottom}
              scale={x}
              tickValues={x.ticks(Math.max(2, width / TICK_PX)).filter((at) => at.getSeconds() === 0)}
              axisClassName={styles['axis']!}
              tickFormat={(value) => clock.format(new Date(Number(value)))}
            />
          </svg>
        )}
      </div>
      <figcaption className={styles['legend']}>
        {series.map(({ name }, index) => (
          <span key={name} className={index === 0 ? styles['areaKey'] : styles['lineKey']}>
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
