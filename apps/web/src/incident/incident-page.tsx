import { DaybookError, type Entry, type Incident } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { claimsOf } from '../session/claims.js';
import { useDaybook } from '../session/daybook.js';
import { useToken } from '../session/token.js';
import { IncidentHeader } from './incident-header.js';
import styles from './incident.module.css';
import { timelineFilter } from './timeline/timeline-filter.js';
import { TimelineView } from './timeline/timeline-view.js';
import { useTimeline, type Timeline } from './timeline/use-timeline.js';
import { Toolbar } from './toolbar.js';
import { AmendDialog, type Amending } from './write/amend-dialog.js';
import { NoteForm } from './write/note-form.js';
import { PendingNotes } from './write/pending-notes.js';
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
  const found = useQuery({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => daybook.incident(id, { signal }),
  });
  const incident = found.data;
  const together = incident ? [id, ...(incident.merged ?? [])] : found.isError ? [id] : undefined;
  const { timeline, error } = useTimeline(id, filter, together);
  useEffect(() => {
    document.title = `${incident?.title ?? id} · Daybook`;
  }, [incident?.title, id]);

  if (found.error instanceof DaybookError && found.error.status === 404) return <NotThere id={id} />;
  if (error)
    return (
      <p role="alert" className={styles['trouble']}>
        The timeline can’t be shown: {error.message}
      </p>
    );
  if (!timeline || found.isPending)
    return (
      <p role="status" className={styles['trouble']}>
        Loading …
      </p>
    );
  // Another filter is another timeline.
  return <Loaded key={JSON.stringify(filter)} {...{ id, incident, timeline, filter }} />;
}

interface LoadedProps {
  readonly id: string;
  readonly incident: Incident | undefined;
  readonly timeline: Timeline;
  readonly filter: ReturnType<typeof timelineFilter>;
}

function Loaded({ id, incident, timeline, filter }: LoadedProps) {
  const daybook = useDaybook();
  const [address, setAddress] = useSearchParams();
  const scopes = claimsOf(useToken() ?? '')?.scopes ?? [];
  const [amending, setAmending] = useState<Amending>();
  const notes = useNotes(id);
  const { model, state, live } = timeline;

  const wantedId = address.get('entry');
  const wanted = useQuery({
    queryKey: ['entry', wantedId],
    queryFn: ({ signal }) => daybook.entry(wantedId!, { signal }),
    enabled: wantedId !== null,
    staleTime: Infinity,
  });

  const arrived = useMemo(
    () => new Set(notes.notes.filter((note) => model.known(note.id)).map((note) => note.id)),
    // The model changes in itself; what it is made of tells when.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [notes.notes, model, state],
  );
  const { drop } = notes;
  useEffect(() => drop(arrived), [drop, arrived]);

  const entryAddress = useCallback(
    (entryId: string) => `/incidents/${encodeURIComponent(id)}?entry=${entryId}`,
    [id],
  );
  const actions = useMemo(
    () => ({
      permalink: (entry: Entry) => `${import.meta.env.BASE_URL.replace(/\/$/, '')}${entryAddress(entry.id)}`,
      onRevise: (entry: Entry) => setAmending({ kind: 'revise', entry }),
      onRedact: (entry: Entry) => setAmending({ kind: 'redact', entry }),
      onShowHidden: (entry: Entry) => setAddress({ entry: entry.id }),
    }),
    [entryAddress, setAddress],
  );

  return (
    <div className={styles['page']}>
      <TimelineView
        incidentId={id}
        timeline={timeline}
        wanted={wanted.data}
        startAtEnd={incident !== undefined && incident.status !== 'resolved'}
        actions={actions}
        above={
          <>
            <IncidentHeader {...{ id, incident, entryAddress }} />
            <Toolbar {...{ incidentId: id, filter, live, total: state.total }} />
            {wanted.isError && (
              <p role="alert" className={styles['trouble']}>
                The entry of this link can’t be shown: {wanted.error.message}
              </p>
            )}
            {state.total === 0 && state.blocks[0]?.entries && (
              <p className={styles['trouble']}>No entry matches these filters.</p>
            )}
          </>
        }
        below={
          <PendingNotes
            notes={notes.notes.filter((note) => !arrived.has(note.id))}
            onAgain={notes.again}
            onDrop={notes.drop}
          />
        }
      />
      {state.error && (
        <p role="alert" className={styles['trouble']}>
          A part of the timeline can’t be read: {state.error.message}{' '}
          <button type="button" onClick={() => model.retry()}>
            Try again
          </button>
        </p>
      )}
      <NoteForm writes={scopes.includes('entries:write')} onAdd={notes.add} />
      {amending && <AmendDialog {...amending} onClose={() => setAmending(undefined)} />}
    </div>
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
