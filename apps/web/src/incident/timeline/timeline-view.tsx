import type { Entry } from '@daybook/client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type Ref,
} from 'react';
import { useShortcuts } from '../../keyboard/use-shortcuts.js';
import { useClockTimes } from '../../time/zone.js';
import { EntryRow, type RowActions } from './entry-row.js';
import styles from './timeline.module.css';
import { useHead } from './use-head.js';
import type { Timeline } from './use-timeline.js';

/** Pixels of a row that was not measured yet. */
const USUAL_HEIGHT = 68;
/** So near to the end, the reader is at the end and sees what comes. */
const AT_END = 60;
/** Pixels of what is before a row, that are seen when it is gone to. */
const CONTEXT = 48;

/** What others may ask of the rows. */
export interface TimelineHandle {
  /** Goes to an entry. */
  show(entry: Pick<Entry, 'id' | 'timelineKey' | 'occurredAtUtc'>): Promise<void>;
  /** Goes to what happened at an instant, UTC milliseconds. */
  showAt(instant: number): Promise<void>;
}

export interface TimelineViewProps {
  readonly ref?: Ref<TimelineHandle>;
  readonly incidentId: string;
  readonly timeline: Timeline;
  /** Of the entry that the address names. */
  readonly wanted: Pick<Entry, 'id' | 'timelineKey' | 'occurredAtUtc'> | undefined;
  readonly startAtEnd: boolean;
  readonly actions: Omit<RowActions, 'onToggle'>;
  /** What scrolls the rows, and what stands above them. */
  readonly scroller: HTMLElement;
  /** Told which span of time is seen, UTC milliseconds. */
  readonly onSpan?: (since: number, until: number) => void;
}

/** The rows of a timeline, of which only those that are seen are there. */
export function TimelineView(props: TimelineViewProps) {
  const { incidentId, timeline, wanted, startAtEnd, scroller, onSpan } = props;
  const { model, state, unseen, markSeen } = timeline;
  const times = useClockTimes();
  const rows = useRef<HTMLDivElement>(null);
  const head = useHead(rows, scroller);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<string>();

  // A new function makes the virtualizer ask for the keys of all rows again, so it is new only where rows are.
  const keyOf = useCallback(
    (index: number) => (state.total > index ? model.key(index) : index),
    [model, state],
  );
  const virtualizer = useVirtualizer({
    count: state.total,
    getScrollElement: () => scroller,
    initialOffset: () => scroller.scrollTop,
    estimateSize: () => USUAL_HEIGHT,
    overscan: 12,
    scrollMargin: head.height,
    scrollPaddingStart: head.pinned + CONTEXT,
    getItemKey: keyOf,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  const goTo = useCallback(
    (row: number, align: 'start' | 'end' = 'start') => virtualizer.scrollToIndex(row, { align }),
    [virtualizer],
  );
  // Before what is seen is read: of what was not counted only that is to be read where the reader begins.
  useStart(timeline, wanted, startAtEnd, goTo, setCurrent);
  useEffect(() => model.see(first, last), [model, state, first, last]);
  useKeptPlace(scroller, timeline, virtualizer, head.height);

  const visible = visibleRows(virtualizer, head.pinned);
  const visibleIds = visible.flatMap((index) => model.row(index).entry?.id ?? []).join(' ');
  useEffect(() => markSeen(visibleIds.split(' ')), [markSeen, visibleIds, unseen]);
  const since = spanEdge(model.row(visible[0] ?? 0).entry);
  const until = spanEdge(model.row(visible.at(-1) ?? 0).entry);
  useEffect(() => {
    if (since !== undefined && until !== undefined) onSpan?.(since, until);
  }, [since, until, onSpan]);

  const step = (by: 1 | -1) => {
    const from = items.find(({ index }) => model.row(index).entry?.id === current)?.index;
    const row = from === undefined ? (visible[0] ?? 0) : Math.min(Math.max(from + by, 0), state.total - 1);
    const entry = model.row(row).entry;
    if (!entry) return;
    setCurrent(entry.id);
    if (!visible.includes(row)) goTo(row, by === 1 ? 'end' : 'start');
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    g: () => void model.toStart().then(() => scroller.scrollTo({ top: 0 })),
    'Shift+G': () => void model.toEnd().then((row) => goTo(row, 'end')),
  });
  // The row may only be there once it was scrolled to.
  useEffect(() => {
    if (current === undefined) return;
    const row = document.getElementById(`entry-${current}`);
    if (row && document.activeElement !== row && !row.contains(document.activeElement))
      row.focus({ preventScroll: true });
  }, [current, first, last]);

  const toggle = useCallback((id: string) => {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const actions: RowActions = { ...props.actions, onToggle: toggle };

  const firstUnseen = [...unseen.values()].reduce<Entry | undefined>(
    (least, entry) => (least && least.timelineKey < entry.timelineKey ? least : entry),
    undefined,
  );
  const topEntry = model.row(visible[0] ?? 0).entry;
  const PillArrow =
    firstUnseen && topEntry && firstUnseen.timelineKey < topEntry.timelineKey ? ArrowUp : ArrowDown;
  useImperativeHandle(props.ref, () => ({
    async show(entry) {
      const row = await model.find(entry);
      if (row === undefined) return;
      goTo(row);
      setCurrent(entry.id);
    },
    async showAt(instant) {
      goTo(await model.findAt(instant));
    },
  }));
  const showUnseen = async () => {
    const row = firstUnseen && (await model.find(firstUnseen));
    if (row === undefined) return markSeen([...unseen.keys()]);
    goTo(row);
    setCurrent(firstUnseen!.id);
  };

  return (
    <>
      <div
        ref={rows}
        role="feed"
        aria-label="Timeline"
        aria-busy={items.some(({ index }) => !model.row(index).entry)}
        className={styles['rows']}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map(({ index, key, start }) => {
          const row = model.row(index);
          const id = row.entry?.id;
          return (
            <article
              key={key}
              id={id && `entry-${id}`}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={state.counted ? state.total : -1}
              aria-label={row.entry ? `${times.full(Date.parse(row.entry.occurredAtUtc))}` : 'not read yet'}
              aria-current={id !== undefined && id === current}
              tabIndex={id === current || (current === undefined && index === first) ? 0 : -1}
              className={styles['row']}
              style={{ transform: `translateY(${start - head.height}px)` }}
              onFocus={() => id !== undefined && setCurrent(id)}
              onKeyDown={({ key: pressed, target, currentTarget }) => {
                if (pressed === 'Enter' && target === currentTarget && id !== undefined) toggle(id);
              }}
            >
              <EntryRow
                {...row}
                {...{ times, actions, incidentId }}
                open={id !== undefined && open.has(id)}
                unseen={id !== undefined && unseen.has(id)}
              />
            </article>
          );
        })}
      </div>
      {model.hiddenAtEnd() > 0 && <p className={styles['hidden']}>{model.hiddenAtEnd()} hidden</p>}
      <div role="status" className={styles['pillPlace']}>
        {unseen.size > 0 && (
          <button type="button" className={styles['pill']} onClick={() => void showUnseen()}>
            <PillArrow size={14} aria-hidden="true" /> {unseen.size} new
          </button>
        )}
      </div>
    </>
  );
}

const spanEdge = (entry: Entry | undefined) => entry && Date.parse(entry.occurredAtUtc);

/** Of the rows that are there, those that are in sight. */
function visibleRows({ scrollOffset, scrollRect, getVirtualItems }: Virtualizer, pinned: number): number[] {
  const top = (scrollOffset ?? 0) + pinned;
  const bottom = top - pinned + (scrollRect?.height ?? 0);
  return getVirtualItems()
    .filter(({ start, end }) => end > top + 1 && start < bottom - 1)
    .map(({ index }) => index);
}

/** Begins where the address says, else at the end of what still goes on, else at the beginning. */
function useStart(
  { model, state }: Timeline,
  wanted: TimelineViewProps['wanted'],
  startAtEnd: boolean,
  goTo: (row: number, align?: 'end') => void,
  setCurrent: (id: string) => void,
): void {
  const begun = useRef<string>(undefined);
  const wantedId = wanted?.id;
  const wantedKey = wanted && JSON.stringify(wanted);
  useEffect(() => {
    if (wantedKey !== undefined) {
      const entry = JSON.parse(wantedKey) as NonNullable<TimelineViewProps['wanted']>;
      if (begun.current === entry.id) return;
      begun.current = entry.id;
      void model.find(entry).then((row) => {
        if (row === undefined) return;
        goTo(row);
        setCurrent(entry.id);
      });
    } else if (begun.current === undefined) {
      begun.current = '';
      if (startAtEnd && state.total > 0) void model.toEnd().then((row) => goTo(row, 'end'));
    }
  }, [model, wantedId, wantedKey, startAtEnd, state.total, goTo, setCurrent]);
}

type Virtualizer = ReturnType<typeof useVirtualizer<HTMLElement, Element>>;

/**
 * Keeps what is read where it is when rows are added above it, and shows what comes to whoever is at the end. Nothing
 * else moves the reader.
 */
function useKeptPlace(
  scroller: HTMLElement,
  { model, state }: Timeline,
  virtualizer: Virtualizer,
  headHeight: number,
): void {
  const place = useRef<{ entry: Entry; start: number; atEnd: boolean } | undefined>(undefined);
  const remember = useCallback(() => {
    const top = scroller.scrollTop;
    const item = virtualizer.getVirtualItems().find(({ end }) => end > top);
    const entry = item && model.row(item.index).entry;
    const ends = !model.state().blocks.at(-1)!.uncounted;
    const atEnd = ends && top > 0 && scroller.scrollHeight - top - scroller.clientHeight < AT_END;
    place.current = item && entry && { entry, start: item.start, atEnd };
  }, [model, scroller, virtualizer]);

  useEffect(() => {
    scroller.addEventListener('scroll', remember, { passive: true });
    return () => scroller.removeEventListener('scroll', remember);
  }, [scroller, remember]);

  const rows = useRef(state.total);
  useLayoutEffect(() => {
    const before = rows.current;
    rows.current = state.total;
    const kept = place.current;
    if (!kept || before === state.total) return;
    if (kept.atEnd && state.total > before) {
      virtualizer.scrollToIndex(state.total - 1, { align: 'end' });
      return;
    }
    const row = model.rowOf(kept.entry);
    const start = row === undefined ? undefined : virtualizer.measurementsCache[row]?.start;
    if (start === undefined || scroller.scrollTop === 0 || scroller.scrollTop < headHeight) return;
    // By how far, not where to: the heights of rows that were measured just now are in the scroll offset already.
    scroller.scrollBy({ top: start - kept.start });
    place.current = { ...kept, start };
  }, [state, model, scroller, virtualizer, headHeight]);
}
