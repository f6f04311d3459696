import type { Daybook, Entry, Lanes } from '@daybook/client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useDaybook } from '../../session/daybook.js';
import type { TimelineFilter } from '../timeline/timeline-model.js';
import { timesOf } from '../times-of.js';
import { entriesIn, laneRows, spanOfParts, type LaneKind, type LaneRows } from './lane-rows.js';
import { MILESTONES } from './marks.js';
import type { Span } from './span.js';

const BUCKETS = 160;
/** So many entries are read one by one, as one page; of more only the milestones are, if there are not too many of these. */
const MOST_ENTRIES = 500;
const MOST_MILESTONES = 200;
/** A span is asked for once it has been seen for so long. */
const REST_MS = 150;
/** What comes is drawn at once, but not more often than this. */
const REFRESH_MS = 2_000;
/** The larger the timeline, the seldomer: counting it rests for so many times as long as it takes. */
const REST_OF_COST = 4;

export interface LanesAsked {
  readonly by: LaneKind;
  /** That of the column, but for its times. */
  readonly filter: Omit<TimelineFilter, 'since' | 'until'>;
  /** What is seen; undefined: the whole. */
  readonly view: Span | undefined;
  /** The most lanes that have a row of their own. */
  readonly most: number;
  /** How many entries have come while the page is open. */
  readonly taken: number;
}

export interface LanesPicture {
  readonly lanes: LaneRows;
  /** The time of the whole timeline. */
  readonly whole: Span;
  /** What the parts are that were counted. */
  readonly parts: Pick<Lanes, 'since' | 'bucketMs'>;
  /** In timeline order. */
  readonly entries: readonly Entry[];
  /** Whether these are all that are seen. */
  readonly complete: boolean;
}

/** What the picture is made of. However long a timeline is, a few requests of limited size. */
export function useLanes(
  id: string,
  { by, filter, view, most, taken }: LanesAsked,
): { readonly picture: LanesPicture | undefined; readonly error: Error | null } {
  const daybook = useDaybook();
  const span = useRested(view);
  const asked = { ...filter, by, buckets: BUCKETS };
  const whole = useQuery({
    queryKey: ['lanes', id, asked, most],
    queryFn: ({ signal }) => daybook.lanes(id, { ...asked, lanes: most }, { signal }),
    placeholderData: keepPreviousData,
  });
  const lane = whole.data?.lanes.map((one) => one.id) ?? [];
  const part = useQuery({
    queryKey: ['lanes', id, asked, lane, span],
    queryFn: ({ signal }) => daybook.lanes(id, { ...asked, ...(span && timesOf(span)), lane }, { signal }),
    enabled: span !== undefined && whole.data !== undefined,
    placeholderData: keepPreviousData,
  });
  const shown = span && part.data?.by === whole.data?.by ? (part.data ?? whole.data) : whole.data;
  const lanes = useMemo(() => whole.data && shown && laneRows(whole.data, shown), [whole.data, shown]);

  const every = lanes !== undefined && entriesIn(lanes) <= MOST_ENTRIES;
  const marks = useQuery({
    queryKey: ['lanes', id, 'marks', filter, span, every],
    queryFn: ({ signal }) => readMarks(daybook, id, { ...filter, ...(span && timesOf(span)) }, every, signal),
    enabled: lanes !== undefined,
    placeholderData: keepPreviousData,
  });
  useRefreshed(id, taken);

  const picture = useMemo(
    () =>
      whole.data && shown && lanes
        ? {
            ...{ lanes, whole: spanOfParts(whole.data), parts: shown },
            entries: marks.data?.entries ?? [],
            complete: marks.data?.complete ?? every,
          }
        : undefined,
    [whole.data, shown, lanes, marks.data, every],
  );
  return { picture, error: whole.error };
}

async function readMarks(
  daybook: Daybook,
  id: string,
  filter: TimelineFilter,
  every: boolean,
  signal: AbortSignal,
): Promise<Pick<LanesPicture, 'entries' | 'complete'>> {
  const type = every ? filter.type : MILESTONES.filter((one) => filter.type?.includes(one) ?? true);
  if (!every && type!.length === 0) return { entries: [], complete: false };
  const query = {
    ...filter,
    ...(type && { type: [...type] }),
    limit: every ? MOST_ENTRIES : MOST_MILESTONES,
  };
  const { entries, next } = await daybook.timeline(id, query, { signal }).first();
  if (next === null) return { entries, complete: every };
  // More have come since they were counted, or the milestones are too many to be told apart.
  return { entries: every ? entries : [], complete: false };
}

/** The value once it has not changed for a while. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

function useRefreshed(id: string, taken: number): void {
  const queries = useQueryClient();
  const due = useRef(0);
  const refresh = useEffectEvent(async () => {
    const begun = performance.now();
    due.current = begun + REFRESH_MS;
    await queries.invalidateQueries({ queryKey: ['lanes', id] }, { cancelRefetch: false });
    const took = performance.now() - begun;
    due.current = Math.max(due.current, performance.now() + took * REST_OF_COST);
  });
  useEffect(() => {
    if (taken === 0) return;
    const timer = setTimeout(() => void refresh(), Math.max(0, due.current - performance.now()));
    return () => clearTimeout(timer);
  }, [taken]);
}
