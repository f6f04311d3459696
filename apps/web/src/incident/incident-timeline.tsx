import type { Entry, Incident } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useDaybook } from '../session/daybook.js';
import styles from './incident.module.css';
import type { SeenSpan } from './lanes/seen-span.js';
import { TimelineView, type TimelineHandle } from './timeline/timeline-view.js';
import type { Timeline } from './timeline/use-timeline.js';
import { AmendDialog, type Amending } from './write/amend-dialog.js';
import { PendingNotes } from './write/pending-notes.js';
import type { useNotes } from './write/use-notes.js';

interface Props {
  readonly id: string;
  /** Undefined: it is not known, e.g. while the read model is away. */
  readonly incident: Incident | undefined;
  readonly timeline: Timeline;
  readonly notes: ReturnType<typeof useNotes>;
  readonly scroller: HTMLElement;
  readonly seen: SeenSpan;
  readonly column: React.RefObject<TimelineHandle | null>;
  readonly entryAddress: (entryId: string) => string;
}

/** The column: entries that are recorded, and notes on their way. */
export function IncidentTimeline(props: Props) {
  const { id, incident, timeline, notes, scroller, seen, column, entryAddress } = props;
  const daybook = useDaybook();
  const [address, setAddress] = useSearchParams();
  const [amending, setAmending] = useState<Amending>();
  const { model, state } = timeline;

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

  const actions = useMemo(
    () => ({
      permalink: (entry: Entry) => `${import.meta.env.BASE_URL.replace(/\/$/, '')}${entryAddress(entry.id)}`,
      onRevise: (entry: Entry) => setAmending({ kind: 'revise', entry }),
      onRedact: (entry: Entry) => setAmending({ kind: 'redact', entry }),
      onShowHidden: (entry: Entry) => setAddress({ entry: entry.id }),
    }),
    [entryAddress, setAddress],
  );
  const goesOn = incident !== undefined && incident.status !== 'resolved';

  return (
    <>
      <div>
        {wanted.isError && (
          <p role="alert" className={styles['trouble']}>
            The entry of this link can’t be shown: {wanted.error.message}
          </p>
        )}
        {!state.counted && <Uncounted onRecount={timeline.recount} />}
        {state.total === 0 && state.blocks[0]?.entries && (
          <p className={styles['trouble']}>No entry matches these filters.</p>
        )}
      </div>
      <TimelineView
        ref={column}
        incidentId={id}
        timeline={timeline}
        wanted={wanted.data}
        startAtEnd={goesOn && !address.has('since')}
        actions={actions}
        scroller={scroller}
        onSpan={seen.tell}
      />
      <PendingNotes
        notes={notes.notes.filter((note) => !arrived.has(note.id))}
        onAgain={notes.again}
        onDrop={notes.drop}
      />
      {state.error && (
        <p role="alert" className={styles['unread']}>
          A part of the timeline can’t be read: {state.error.message}{' '}
          <button type="button" onClick={() => model.retry()}>
            Try again
          </button>
        </p>
      )}
      {amending && <AmendDialog {...amending} onClose={() => setAmending(undefined)} />}
    </>
  );
}

function Uncounted({ onRecount }: { readonly onRecount: () => void }) {
  return (
    <p role="status" className={styles['uncounted']}>
      How many entries there are can’t be told now. They are read as you go on, and the scroll bar knows only
      of those that were read.{' '}
      <button type="button" onClick={onRecount}>
        Count again
      </button>
    </p>
  );
}
