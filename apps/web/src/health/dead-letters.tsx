import type { DeadLetterView } from '@daybook/timeline-contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef } from 'react';
import { claimsOf } from '../session/claims.js';
import { useSession } from '../session/daybook.js';
import { useToken } from '../session/token.js';
import { DEAD_LETTERS, drop, replay, useDeadLetters } from './readings.js';
import styles from './health.module.css';

const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Commands that were not carried out, to be replayed or dropped by an admin of the account. */
export function DeadLetters() {
  const allowed = claimsOf(useToken() ?? '')?.scopes.includes('admin') ?? false;
  const { data, error } = useDeadLetters(allowed);
  return (
    <section aria-labelledby="dead-letters">
      <h2 id="dead-letters">Dead letters</h2>
      {!allowed && (
        <p>
          Your token lacks the scope <code>admin</code>, which dead letters need:{' '}
          <code>daybook token --scopes entries:read,admin</code> makes one that has it.
        </p>
      )}
      {error && <p role="alert">{error.message}</p>}
      {data && data.deadLetters.length === 0 && <p>None: every command was carried out.</p>}
      {data && data.deadLetters.length > 0 && (
        <>
          <p>{howMany(data.deadLetters.length, data.next !== null)} not carried out. Oldest first.</p>
          <ul className={styles['letters']}>
            {data.deadLetters.map((letter) => (
              <Letter key={letter.id} letter={letter} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function howMany(shown: number, more: boolean): string {
  if (more) return `More than ${shown} commands were`;
  return shown === 1 ? 'One command was' : `${shown} commands were`;
}

function Letter({ letter }: { readonly letter: DeadLetterView }) {
  const session = useSession();
  const queries = useQueryClient();
  const heading = useId();
  const options = { onSettled: () => queries.invalidateQueries({ queryKey: DEAD_LETTERS }) };
  const replaying = useMutation({ mutationFn: () => replay(session, letter.id), ...options });
  const dropping = useMutation({ mutationFn: () => drop(session, letter.id), ...options });
  const dialog = useRef<HTMLDialogElement>(null);
  const busy = replaying.isPending || dropping.isPending;
  const failure = replaying.error ?? dropping.error;
  return (
    <li aria-labelledby={heading}>
      <p id={heading}>
        <code>{letter.code}</code> {letter.reason}
      </p>
      <p className={styles['muted']}>
        By {letter.recordedBy}, {when.format(new Date(letter.firstSeenAt))}
        {letter.attempts > 1 &&
          `, ${letter.attempts} attempts, the last ${when.format(new Date(letter.lastSeenAt))}`}
        {letter.entryId !== null && (
          <>
            , entry <code>{letter.entryId}</code>
          </>
        )}
      </p>
      <details>
        <summary>The message</summary>
        <pre tabIndex={0}>{letter.message || 'Its content was redacted.'}</pre>
      </details>
      {failure && <p role="alert">{failure.message}</p>}
      <div className={styles['actions']}>
        <button type="button" disabled={busy} onClick={() => replaying.mutate()}>
          Replay
        </button>
        <button type="button" disabled={busy} onClick={() => dialog.current?.showModal()}>
          Drop …
        </button>
      </div>
      <dialog ref={dialog} aria-label="Drop this dead letter?">
        <p>Dropped, it is gone for good, and its entry is recorded nowhere.</p>
        <form method="dialog" className={styles['actions']} onSubmit={() => dropping.mutate()}>
          <button type="submit" className="primary">
            Drop it
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Keep it
          </button>
        </form>
      </dialog>
    </li>
  );
}
