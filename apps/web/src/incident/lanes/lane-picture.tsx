import { AxisBottom } from '@visx/axis';
import { scaleUtc } from '@visx/scale';
import { memo, useMemo, useSyncExternalStore, type KeyboardEvent } from 'react';
import plotStyles from '../../plots/plots.module.css';
import { useClockTimes, useZone } from '../../time/zone.js';
import { barsPath } from './bars.js';
import { LaneMark } from './lane-mark.js';
import { markWords } from './lane-words.js';
import styles from './lanes.module.css';
import { lateIn, marksOf, type Mark } from './marks.js';
import { isArrow, nextMark } from './next-mark.js';
import { BRACKET, PhaseBrackets } from './phase-brackets.js';
import type { Phase } from './phases.js';
import type { SeenSpan } from './seen-span.js';
import { panned, spanOf, zoomed, type Span } from './span.js';
import { ticksOf } from './ticks.js';
import { useGestures } from './use-gestures.js';
import type { LanesPicture } from './use-lanes.js';

/** Room for half a mark and half of the text below it on both sides. */
const INSET = 18;
/** Pixels of what stands below the lanes. */
export const AXIS = 22;
const TICK_PX = 90;
/** Pixels of half a letter below the lanes, on average. */
const HALF_LETTER = 3.4;
const LANE_PADDING = 3;
/** So that also a moment has a window. */
const SEEN_ROOM = 6;
const KEY_ZOOM = 0.6;
const KEY_PAN = 0.25;

export interface LanePictureProps {
  readonly picture: LanesPicture;
  /** What is seen. */
  readonly span: Span;
  /** Pixels. */
  readonly width: number;
  readonly laneHeight: number;
  readonly phases: readonly Phase[];
  /** What the column was narrowed down to. */
  readonly narrowed: Span | undefined;
  readonly seen: SeenSpan;
  readonly label: string;
  readonly onView: (view: Span | undefined) => void;
  readonly onBrush: (span: Span) => void;
  readonly onPoint: (instant: number) => void;
  readonly onChoose: (mark: Mark) => void;
  /** Told in words what a hand or the focus is on. */
  readonly onTell: (words: string | undefined) => void;
}

/** The timeline as lanes over time. */
export function LanePicture(props: LanePictureProps) {
  const { picture, span, width, laneHeight, phases, narrowed, seen, label, onView } = props;
  const { whole } = picture;
  const zone = useZone();
  const { since, until } = span;
  const scale = useMemo(
    () => scaleUtc({ domain: [new Date(since), new Date(until)], range: [INSET, width - INSET] }),
    [since, until, width],
  );
  const top = phases.length * BRACKET + 2;
  const bottom = top + picture.lanes.rows.length * laneHeight;
  const x = (instant: number) => scale(instant);
  const instantAt = (pixels: number) => scale.invert(pixels).getTime();

  const zoom = (factor: number, centre: number): boolean => {
    const view = zoomed(span, whole, factor, centre);
    if (view?.since === since && view.until === until) return false;
    if (!view && since === whole.since && until === whole.until) return false;
    onView(view);
    return true;
  };
  const pan = (by: number) => onView(panned(span, whole, by));
  const { ref, handlers, brush } = useGestures({
    onPoint: (at) => props.onPoint(instantAt(at)),
    onBrush: (from, to) => {
      const brushed = spanOf(instantAt(from), instantAt(to));
      if (brushed) props.onBrush(brushed);
    },
    onZoom: (factor, at) => zoom(factor, instantAt(at)),
    onPan: pan,
  });

  const press = (event: KeyboardEvent<SVGSVGElement>) => {
    const { key } = event;
    const middle = (since + until) / 2;
    if (key === '+' || key === '=') zoom(KEY_ZOOM, middle);
    else if (key === '-') zoom(1 / KEY_ZOOM, middle);
    else if (key === '0') onView(undefined);
    else if (!isArrow(key)) return;
    else if (!event.shiftKey) stepMark(event.currentTarget, key);
    else if (key === 'ArrowLeft' || key === 'ArrowRight') pan(key === 'ArrowLeft' ? -KEY_PAN : KEY_PAN);
    event.preventDefault();
  };

  const ticks = ticksOf(span, Math.max(2, width / TICK_PX), zone);
  const texts = new Map(ticks.map(({ at, text }) => [at, text]));
  return (
    <svg
      ref={ref}
      width={width}
      height={bottom + AXIS}
      role="group"
      tabIndex={0}
      aria-label={label}
      className={styles['picture']}
      data-brushing={brush !== undefined}
      onKeyDown={press}
      {...handlers}
    >
      {ticks.map(({ at }) => (
        <line key={at} x1={x(at)} x2={x(at)} y1={top} y2={bottom} className={styles['tick']} />
      ))}
      {picture.lanes.rows.map((row, index) => (
        <line
          key={`${row.kind} ${row.id}`}
          x2={width}
          y1={top + (index + 1) * laneHeight}
          y2={top + (index + 1) * laneHeight}
          className={styles['lane']}
        />
      ))}
      {!picture.complete && <Bars {...{ picture, scale, top, laneHeight }} />}
      {narrowed && (
        <>
          <rect
            width={clamp(x(narrowed.since), width)}
            y={top}
            height={bottom - top}
            className={styles['out']}
          />
          <rect
            x={clamp(x(narrowed.until), width)}
            width={width - clamp(x(narrowed.until), width)}
            y={top}
            height={bottom - top}
            className={styles['out']}
          />
        </>
      )}
      <SeenWindow {...{ seen, whole, x, width, top, bottom }} />
      <PhaseBrackets phases={phases} x={x} width={width} />
      <Marks {...props} {...{ scale, top }} />
      {brush && (
        <rect
          x={Math.min(brush.from, brush.to)}
          width={Math.abs(brush.to - brush.from)}
          y={top}
          height={bottom - top}
          className={styles['brush']}
        />
      )}
      <AxisBottom
        top={bottom}
        scale={scale}
        tickValues={ticks.map(({ at }) => new Date(at))}
        tickFormat={(value) => {
          const text = texts.get(Number(value)) ?? '';
          // Half a text is worse than none.
          return x(Number(value)) + text.length * HALF_LETTER > width ? '' : text;
        }}
        tickLength={4}
        axisClassName={plotStyles['axis']!}
      />
    </svg>
  );
}

type Scale = ReturnType<typeof scaleUtc<number>>;
type Inside = Pick<LanePictureProps, 'picture' | 'laneHeight'> & {
  readonly scale: Scale;
  readonly top: number;
};

const clamp = (pixels: number, width: number) => Math.min(Math.max(pixels, 0), width);

const Bars = memo(function Bars({ picture, laneHeight, scale, top }: Inside) {
  const { lanes, parts } = picture;
  const begin = Date.parse(parts.since);
  const most = Math.max(1, ...lanes.rows.flatMap(({ counts }) => counts));
  return lanes.rows.map(({ kind, id, counts }, index) => (
    <path
      key={`${kind} ${id}`}
      className={styles['bars']}
      d={barsPath(counts, {
        x: (part) => scale(begin + part * parts.bucketMs),
        bottom: top + (index + 1) * laneHeight - 1,
        height: laneHeight - LANE_PADDING,
        most,
      })}
    />
  ));
});

const Marks = memo(function Marks({
  picture,
  laneHeight,
  scale,
  top,
  onChoose,
  onTell,
}: Inside & Pick<LanePictureProps, 'onChoose' | 'onTell'>) {
  const { lanes, entries } = picture;
  const times = useClockTimes();
  const late = useMemo(() => lateIn(entries), [entries]);
  return lanes.rows.map((_, lane) =>
    marksOf(
      entries.filter((entry) => lanes.rowOf(entry) === lane),
      (instant) => scale(instant),
    ).map((mark) => (
      <LaneMark
        key={mark.entries[0]!.id}
        {...{ mark, lane, late, onChoose, onTell }}
        y={top + (lane + 0.5) * laneHeight}
        label={markWords(mark, late, times)}
      />
    )),
  );
});

interface SeenWindowProps extends Pick<LanePictureProps, 'seen' | 'width'> {
  readonly whole: Span;
  readonly x: (instant: number) => number;
  readonly top: number;
  readonly bottom: number;
}

/** What is seen in the column, unless that is all. */
function SeenWindow({ seen, whole, x, width, top, bottom }: SeenWindowProps) {
  const span = useSyncExternalStore(seen.subscribe, seen.span);
  if (!span || (span.since <= whole.since && span.until >= whole.until - 1)) return null;
  const [from, to] = [x(span.since) - SEEN_ROOM, x(span.until) + SEEN_ROOM];
  if (to < 0 || from > width) return null;
  return (
    <rect
      className={styles['seen']}
      data-part="seen"
      x={Math.max(from, 1)}
      width={Math.min(to, width - 1) - Math.max(from, 1)}
      y={top + 1}
      height={bottom - top - 2}
      rx={4}
    />
  );
}

function stepMark(picture: SVGSVGElement, arrow: Parameters<typeof nextMark>[2]): void {
  const marks = [...picture.querySelectorAll<SVGGElement>('[data-lane]')].map((element) => ({
    element,
    lane: Number(element.dataset['lane']),
    x: Number(element.dataset['x']),
  }));
  const from = marks.find(({ element }) => element === document.activeElement);
  nextMark(marks, from, arrow)?.element.focus({ preventScroll: true });
}
