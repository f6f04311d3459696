import type { NoteState, PendingNote } from './use-notes.js';
import styles from './write.module.css';

const words: Record<NoteState, string> = {
  sending: 'sending …',
  recorded: 'recorded, not yet shown by the reading side',
  queued: 'in the queue: it is recorded when the log is back',
  spooled: 'kept here: it is sent when a service answers',
  refused: 'not recorded',
};

interface Props {
  readonly notes: readonly PendingNote[];
  readonly onAgain: (note: PendingNote) => void;
  readonly onDrop: (ids: ReadonlySet<string>) => void;
}

/** What was written here and is not on the timeline yet, each with how far it is. */
export function PendingNotes({ notes, onAgain, onDrop }: Props) {
  return (
    <ol className={styles['pending']} aria-label="Not on the timeline yet" aria-live="polite">
      {notes.map((note) => (
        <li key={note.id} data-state={note.state}>
          <p>{note.entry.summary}</p>
          <small>
            {words[note.state]}
            {note.error !== undefined && `: ${note.error}`}
          </small>
          {note.state === 'refused' && (
            <>
              <button type="button" onClick={() => onAgain(note)}>
                Send again
              </button>
              <button type="button" onClick={() => onDrop(new Set([note.id]))}>
                Throw away
              </button>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
