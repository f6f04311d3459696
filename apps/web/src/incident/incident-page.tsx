import { DaybookError } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { claimsOf } from '../session/claims.js';
import { useDaybook } from '../session/daybook.js';
import { useToken } from '../session/token.js';
import { IncidentHeader } from './incident-header.js';
import { IncidentTimeline } from './incident-timeline.js';
import styles from './incident.module.css';
import { LanesPanel } from './lanes/lanes-panel.js';
import { SeenSpan } from './lanes/seen-span.js';
import { timelineFilter } from './timeline/timeline-filter.js';
import type { TimelineHandle } from './timeline/timeline-view.js';
import { useTimeline } from './timeline/use-timeline.js';
import { Toolbar } from './toolbar.js';
import { NoteForm } from './write/note-form.js';
import { useNotes } from './write/use-notes.js';

export function IncidentPage() {
  const id = useParams()['id']!;
  // Another incident is another page: nothing of the one before may be seen with it.
  return <IncidentOf key={id} id={id} />;
}

function IncidentOf({ id }: { readonly id: string }) {
  const daybook = useDaybook();
  const [address] = useSearchParams();
  const filter = timelineFilter(address);
  const scopes = claimsOf(useToken() ?? '')?.scopes ?? [];
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const column = useRef<TimelineHandle>(null);
  const [seen] = useState(() => new SeenSpan());
  const found = useQuery({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => daybook.incident(id, { signal }),
  });
  const incident = found.data;
  const together = incident ? [id, ...(incident.merged ?? [])] : found.isError ? [id] : undefined;
  const { timeline, error } = useTimeline(id, filter, together);
  const notes = useNotes(id);
  useEffect(() => {
    document.title = `${incident?.title ?? id} · Daybook`;
  }, [incident?.title, id]);
  const entryAddress = useCallback(
    (entryId: string) => `/incidents/${encodeURIComponent(id)}?entry=${entryId}`,
    [id],
  );

  if (found.error instanceof DaybookError && found.error.status === 404) return <NotThere id={id} />;
  if (found.isPending) return <Loading />;
  return (
    <div className={styles['page']}>
      <div ref={setScroller} className={styles['scroller']}>
        <IncidentHeader {...{ id, incident, entryAddress }} />
        <LanesPanel incidentId={id} taken={timeline?.taken ?? 0} {...{ incident, filter, seen, column }} />
        <Toolbar
          {...{ incidentId: id, filter }}
          live={timeline?.live ?? 'connecting'}
          total={timeline?.state.counted ? timeline.state.total : undefined}
        />
        {error && (
          <p role="alert" className={styles['trouble']}>
            The timeline can’t be shown: {error.message}
          </p>
        )}
        {!timeline && !error && <Loading />}
        {timeline && scroller && (
          // Another filter is another timeline.
          <IncidentTimeline
            key={timeline.key}
            {...{ id, incident, timeline, notes, scroller, seen, column, entryAddress }}
          />
        )}
      </div>
      <NoteForm writes={scopes.includes('entries:write')} onAdd={notes.add} />
    </div>
  );
}

function Loading() {
  return (
    <p role="status" className={styles['trouble']}>
      Loading …
    </p>
  );
}

function NotThere({ id }: { readonly id: string }) {
  return (
    <div role="alert" className={styles['trouble']}>
      <h1>There is no incident {id}</h1>
      <p>
        No entry of it was recorded in this account, or it was so just now.{' '}
        <Link to="/">To the incidents</Link>
      </p>
    </div>
  );
}
