import { Send } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { useShortcuts } from '../../keyboard/use-shortcuts.js';
import styles from './write.module.css';

/** Most characters of a summary: see docs/reference/limits.md. */
const MOST = 8_192;

export function NoteForm({
  writes,
  onAdd,
}: {
  readonly writes: boolean;
  readonly onAdd: (text: string) => void;
}) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useShortcuts({ n: () => field.current?.focus() });
  function submit(event?: FormEvent): void {
    event?.preventDefault();
    if (text.trim() === '') return;
    onAdd(text.trim());
    setText('');
  }
  return (
    <form className={styles['noteForm']} onSubmit={submit}>
      <textarea
        ref={field}
        aria-label="Note"
        placeholder={writes ? 'Add a note' : 'A note needs a token with the scope entries:write'}
        aria-keyshortcuts="n"
        disabled={!writes}
        rows={1}
        maxLength={MOST}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            submit();
          }
          if (event.key === 'Escape') field.current?.blur();
        }}
      />
      <button type="submit" className="primary" disabled={!writes || text.trim() === ''}>
        <Send size={15} aria-hidden="true" /> Add
      </button>
    </form>
  );
}
