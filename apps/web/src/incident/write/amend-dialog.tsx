import type { Entry, NewEntry } from '@daybook/client';
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useDaybook } from '../../session/daybook.js';
import { newEntryId, useWriter } from './use-notes.js';
import styles from './write.module.css';

export interface Amending {
  readonly kind: 'revise' | 'redact';
  readonly entry: Entry;
}

interface Props extends Amending {
  readonly onClose: () => void;
}

/** Asks what is to become of an entry, and why, and records it as an entry of its own. */
export function AmendDialog({ kind, entry, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current!.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  const Form = kind === 'revise' ? ReviseForm : RedactForm;
  return (
    <dialog ref={dialog} className={styles['dialog']} aria-labelledby={title} onClose={onClose}>
      <h2 id={title}>{kind === 'revise' ? 'Revise this entry' : 'Redact this entry'}</h2>
      <Form entry={entry} onDone={() => dialog.current?.close()} />
    </dialog>
  );
}

interface FormProps {
  readonly entry: Entry;
  readonly onDone: () => void;
}

function ReviseForm({ entry, onDone }: FormProps) {
  const [summary, setSummary] = useState(entry.summary);
  const [occurredAt, setOccurredAt] = useState(entry.occurredAt);
  const wrongTime = Number.isNaN(Date.parse(occurredAt));
  const changes = {
    ...(summary !== entry.summary && { summary }),
    ...(occurredAt !== entry.occurredAt && { occurredAt }),
  };
  return (
    <AmendForm
      kind="revise"
      entry={entry}
      details={{ changes }}
      ready={!wrongTime && summary.trim() !== '' && Object.keys(changes).length > 0}
      onDone={onDone}
    >
      <label>
        Summary
        <textarea rows={4} value={summary} onChange={({ target }) => setSummary(target.value)} />
      </label>
      <label>
        Happened at, with its zone, e.g. 2026-03-01T14:00:00Z
        <input
          value={occurredAt}
          aria-invalid={wrongTime}
          onChange={({ target }) => setOccurredAt(target.value)}
        />
      </label>
      <p className={styles['hint']}>What was sent stays readable in the entry’s history.</p>
    </AmendForm>
  );
}

function RedactForm({ entry, onDone }: FormProps) {
  return (
    <AmendForm kind="redact" entry={entry} details={{}} ready onDone={onDone}>
      <blockquote>{entry.summary}</blockquote>
      <p className={styles['hint']}>
        The content is taken away for good: from the log, from every read model and from dead letters. Only
        its type and its times stay. Nobody can bring it back.
      </p>
    </AmendForm>
  );
}

interface AmendFormProps extends FormProps {
  readonly kind: Amending['kind'];
  readonly details: object;
  readonly ready: boolean;
  readonly children: ReactNode;
}

function AmendForm({ kind, entry, details, ready, onDone, children }: AmendFormProps) {
  const daybook = useDaybook();
  const writer = useWriter();
  const [reason, setReason] = useState('');
  const [state, setState] = useState<{ busy: boolean; error?: string }>({ busy: false });
  // One for all attempts, so that an attempt whose answer was lost is not recorded twice.
  const [id] = useState(newEntryId);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setState({ busy: true });
    try {
      await daybook.add({
        ...{ id, type: kind, summary: reason.trim(), ...writer },
        incidentId: entry.moved?.from ?? entry.incidentId,
        occurredAt: new Date().toISOString(),
        details: { entryId: entry.id, ...details },
      } as NewEntry);
      onDone();
    } catch (error) {
      setState({ busy: false, error: (error as Error).message });
    }
  }

  return (
    <form className={styles['amend']} onSubmit={(event) => void submit(event)}>
      {children}
      <label>
        Reason
        <input required value={reason} onChange={({ target }) => setReason(target.value)} />
      </label>
      {state.error !== undefined && <p role="alert">Not recorded: {state.error}</p>}
      <div className={styles['buttons']}>
        <button
          type="submit"
          className={kind === 'redact' ? styles['danger'] : 'primary'}
          disabled={!ready || state.busy || reason.trim() === ''}
        >
          {kind === 'revise' ? 'Revise' : 'Redact for good'}
        </button>
        <button type="button" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
