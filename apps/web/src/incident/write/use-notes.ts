import { DaybookError, type Added, type NewEntry } from '@daybook/client';
import { entryIdMaker } from '@daybook/timeline-domain';
import { useCallback, useState } from 'react';
import { claimsOf } from '../../session/claims.js';
import { useDaybook } from '../../session/daybook.js';
import { useToken } from '../../session/token.js';

/** Where a note is on its way, from the button to the timeline. */
export type NoteState = 'sending' | Added['status'] | 'refused';

export interface PendingNote {
  readonly id: string;
  readonly entry: NewEntry & { readonly id: string };
  readonly state: NoteState;
  /** Why it was not taken. */
  readonly error?: string;
}

const makeId = entryIdMaker(Date.now);

/** Who writes on this page, as entries name it. */
export function useWriter(): Pick<NewEntry, 'agent' | 'channel'> {
  const subject = claimsOf(useToken() ?? '')?.subject ?? 'web';
  return { agent: { id: subject, type: 'user' }, channel: { type: 'web' } };
}

/** An entry's id, made before it is sent: so what is sent again is never recorded twice. */
export function newEntryId(): string {
  return makeId();
}

/** Notes that were written here and are not on the timeline yet. */
export function useNotes(incidentId: string) {
  const daybook = useDaybook();
  const writer = useWriter();
  const [notes, setNotes] = useState<readonly PendingNote[]>([]);

  const change = useCallback(
    (id: string, to: Partial<PendingNote>) =>
      setNotes((before) => before.map((note) => (note.id === id ? { ...note, ...to } : note))),
    [],
  );
  const send = useCallback(
    async (entry: PendingNote['entry']) => {
      try {
        const added = await daybook.add(entry);
        change(entry.id, { state: added.status });
      } catch (error) {
        const why = error instanceof DaybookError ? error.message : String(error);
        change(entry.id, { state: 'refused', error: why });
      }
    },
    [daybook, change],
  );
  const add = (summary: string) => {
    const id = newEntryId();
    const occurredAt = new Date().toISOString();
    const entry = {
      id,
      incidentId,
      type: 'annotate',
      summary,
      occurredAt,
      ...writer,
    } as PendingNote['entry'];
    setNotes((before) => [...before, { id, entry, state: 'sending' }]);
    void send(entry);
  };
  const again = ({ id, entry }: PendingNote) => {
    setNotes((before) => before.map((note) => (note.id === id ? { id, entry, state: 'sending' } : note)));
    void send(entry);
  };
  const drop = useCallback(
    (ids: ReadonlySet<string>) =>
      setNotes((before) =>
        before.some(({ id }) => ids.has(id)) ? before.filter(({ id }) => !ids.has(id)) : before,
      ),
    [],
  );
  return { notes, add, again, drop };
}
