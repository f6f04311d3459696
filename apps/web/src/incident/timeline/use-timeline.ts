import { DaybookError, type Activity, type Daybook, type Entry } from '@daybook/client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from 'react';
import { useDaybook, useSession } from '../../session/daybook.js';
import { amendedBy, showAmended, useMovedHere } from './use-amended.js';
import { TimelineModel, type TimelineFilter, type TimelineState } from './timeline-model.js';

export interface Timeline {
  /** Another one for another filter, and once it is counted. */
  readonly key: string;
  readonly model: TimelineModel;
  readonly state: TimelineState;
  /** Entries that came while one was reading and were not seen yet, by id. */
  readonly unseen: ReadonlyMap<string, Entry>;
  /** To be told of what is seen. */
  readonly markSeen: (ids: readonly string[]) => void;
  /** Whether what is recorded comes by itself; `waiting` while the connection is made again. */
  readonly live: 'connecting' | 'live' | 'waiting';
  /** How many entries have come by themselves. */
  readonly taken: number;
  /** Tries again to count what was not counted. */
  readonly recount: () => void;
}

export type TimelineQueryState =
  | { readonly timeline: Timeline; readonly error?: undefined }
  | { readonly timeline?: undefined; readonly error: Error | null };

/** Undefined: it can't be counted now, as it is too long for the store, or the read model is away. */
async function countActivity(
  daybook: Daybook,
  id: string,
  filter: TimelineFilter,
  signal: AbortSignal,
): Promise<Activity | undefined> {
  try {
    return await daybook.activity(id, { ...filter, buckets: 1_000 }, { signal });
  } catch (error) {
    if (error instanceof DaybookError && error.mayPass) return undefined;
    throw error;
  }
}

/**
 * The timeline with a filter, once it is known how long it is; until then, the one before.
 *
 * @param together the incident and those that were merged into it; undefined while that is not known
 */
export function useTimeline(
  id: string,
  filter: TimelineFilter,
  together: readonly string[] | undefined,
): TimelineQueryState {
  const { daybook, impatient } = useSession();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['timeline', id, filter],
    queryFn: async ({ signal, queryKey }) => {
      // Whoever opens it wants to read; whoever asks again has time.
      const again = queries.getQueryData(queryKey) !== undefined;
      return { filter, activity: await countActivity(again ? daybook : impatient, id, filter, signal) };
    },
    // It is where the model begins; what comes afterwards the model is told.
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const model = useMemo(
    () => data && new TimelineModel(daybook, id, data.filter, data.activity),
    [daybook, id, data],
  );
  const state = useSyncExternalStore(model?.subscribe ?? nothingChanges, () => model?.state());
  const live = useLive(model, together, data && (data.activity?.watermark ?? ''));
  useMovedHere(model, state?.blocks, together);
  if (!model || !state) return { error };
  const key = JSON.stringify([data?.filter, data?.activity !== undefined]);
  return { timeline: { key, model, state, ...live, recount: () => void refetch() } };
}

const nothingChanges = () => () => undefined;

function useLive(
  model: TimelineModel | undefined,
  together: readonly string[] | undefined,
  after: string | undefined,
) {
  const daybook = useDaybook();
  const queries = useQueryClient();
  const [unseen, setUnseen] = useState<ReadonlyMap<string, Entry>>(new Map());
  const [live, setLive] = useState<Timeline['live']>('connecting');
  const [taken, setTaken] = useState(0);

  const take = useEffectEvent(async (entry: Entry) => {
    if (!model) return;
    void queries.invalidateQueries({ queryKey: ['incident'] });
    const target = amendedBy(entry);
    if (target !== undefined) await showAmended(target, { model, daybook, queries });
    model.take(entry);
    setTaken((before) => before + 1);
    setUnseen((known) => new Map(known).set(entry.id, entry));
  });

  const incidents = together?.join('\n');
  useEffect(() => {
    if (!model || incidents === undefined || after === undefined) return;
    const ending = new AbortController();
    const follow = async () => {
      const place = after === '' ? {} : { after };
      const options = { signal: ending.signal, onInterruption: () => setLive('waiting') };
      for await (const event of daybook.follow({ incident: incidents.split('\n'), ...place }, options)) {
        setLive('live');
        model.retry();
        if (event.kind === 'entry') await take(event.entry);
      }
    };
    follow().catch(() => {
      if (!ending.signal.aborted) setLive('waiting');
    });
    return () => {
      ending.abort();
      setUnseen(new Map());
    };
  }, [daybook, model, incidents, after]);

  const markSeen = useMemo(
    () => (ids: readonly string[]) =>
      setUnseen((known) => {
        if (!ids.some((id) => known.has(id))) return known;
        const rest = new Map(known);
        for (const id of ids) rest.delete(id);
        return rest;
      }),
    [],
  );
  return { unseen, markSeen, live, taken };
}
