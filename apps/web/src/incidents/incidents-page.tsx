import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useDaybook } from '../session/daybook.js';
import { stepFocus } from '../keyboard/step-focus.js';
import { useShortcuts } from '../keyboard/use-shortcuts.js';
import { incidentsQuery } from './incidents-filter.js';
import { FilterBar } from './filter-bar.js';
import { IncidentRow } from './incident-row.js';
import styles from './incidents.module.css';

const PAGE = 50;
/** How often a list that shows its first page alone is read again. */
const REFRESH_MS = 5_000;

export function IncidentsPage() {
  const [address] = useSearchParams();
  const daybook = useDaybook();
  const query = incidentsQuery(address);
  const list = useRef<HTMLOListElement>(null);
  const found = useInfiniteQuery({
    queryKey: ['incidents', query],
    queryFn: ({ pageParam, signal }) => {
      const pages = daybook.incidents({ ...query, limit: PAGE }, { signal });
      return pageParam === undefined ? pages.first() : pages.at(pageParam);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? REFRESH_MS : false),
  });
  useShortcuts({
    j: () => stepFocus(list.current, 'a', 1),
    k: () => stepFocus(list.current, 'a', -1),
  });
  useEffect(() => {
    document.title = 'Incidents · Daybook';
  }, []);

  const incidents = found.data?.pages.flatMap((page) => page.incidents) ?? [];
  return (
    <div className={styles['page']}>
      <h1>Incidents</h1>
      <FilterBar busy={found.isFetching && !found.isFetchingNextPage} />
      {found.isError && (
        <p role="alert" className={styles['problem']}>
          The incidents can’t be shown: {found.error.message}{' '}
          <button type="button" onClick={() => void found.refetch()}>
            Try again
          </button>
        </p>
      )}
      {found.isPending && (
        <p role="status" className={styles['empty']}>
          Loading …
        </p>
      )}
      {found.isSuccess && incidents.length === 0 && (
        <p className={styles['empty']}>
          {address.size > 0 ? 'No incident matches these filters.' : 'There is no incident yet.'}
        </p>
      )}
      <ol ref={list} className={styles['list']} aria-label="Incidents, newest activity first">
        {incidents.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} now={found.dataUpdatedAt} />
        ))}
      </ol>
      {found.hasNextPage && (
        <More busy={found.isFetchingNextPage} onWanted={() => void found.fetchNextPage()} />
      )}
    </div>
  );
}

/** Reads on as soon as it comes near; a button as well, for whoever does not scroll. */
function More({ busy, onWanted }: { readonly busy: boolean; readonly onWanted: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (busy) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onWanted(), {
      rootMargin: '400px',
    });
    observer.observe(button.current!);
    return () => observer.disconnect();
  }, [busy, onWanted]);
  return (
    <button ref={button} type="button" className={styles['more']} disabled={busy} onClick={onWanted}>
      {busy ? 'Loading …' : 'Show more'}
    </button>
  );
}
