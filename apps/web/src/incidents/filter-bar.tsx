import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useShortcuts } from '../keyboard/use-shortcuts.js';
import { AddFilter } from './add-filter.js';
import { FilterChips } from './filter-chips.js';
import { chipsOf, replaced, statuses, toggled } from './incidents-filter.js';
import styles from './incidents.module.css';

/** A word is looked for once the reader has stopped typing for this long. */
const PAUSE_MS = 200;

const addable = ['service', 'team', 'severity'];

/** The filters of the list. They live in the address, so that a link shows what its sender saw. */
export function FilterBar({ busy }: { readonly busy: boolean }) {
  const [address, setAddress] = useSearchParams();
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => search.current?.focus() });
  return (
    <search className={styles['filters']} aria-busy={busy}>
      <TextFilter field={search} />
      <fieldset className={styles['statuses']}>
        <legend className="visually-hidden">Status</legend>
        {statuses.map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={address.has('status', status)}
            onClick={() => setAddress(toggled(address, 'status', status), { replace: true })}
          >
            {status}
          </button>
        ))}
      </fieldset>
      <AddFilter names={addable} />
      <FilterChips chips={chipsOf(address)} />
    </search>
  );
}

function TextFilter({ field }: { readonly field: React.RefObject<HTMLInputElement | null> }) {
  const [address, setAddress] = useSearchParams();
  const asked = address.get('text') ?? '';
  const [text, setText] = useState(asked);
  const [shown, setShown] = useState(asked);
  // Somebody else has changed the address: a link, or the way back.
  if (asked !== shown) {
    setShown(asked);
    if (asked !== text.trim()) setText(asked);
  }
  useEffect(() => {
    if (text.trim() === asked) return;
    const timer = setTimeout(
      () => setAddress((before) => replaced(before, 'text', text.trim()), { replace: true }),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [text, asked, setAddress]);
  return (
    <label className={styles['search']}>
      <Search size={16} aria-hidden="true" />
      <span className="visually-hidden">Search incidents</span>
      <input
        ref={field}
        type="search"
        placeholder="Title, id, service, team or person"
        aria-keyshortcuts="/"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => key === 'Escape' && field.current?.blur()}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
