import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { toggled } from './incidents-filter.js';
import styles from './incidents.module.css';

/** Adds one more value of a repeatable filter to the address. @param names at least one */
export function AddFilter({ names }: { readonly names: readonly string[] }) {
  const [address, setAddress] = useSearchParams();
  const [name, setName] = useState(names[0]!);
  const [value, setValue] = useState('');
  return (
    <form
      className={styles['add']}
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() === '') return;
        if (!address.has(name, value.trim()))
          setAddress(toggled(address, name, value.trim()), { replace: true });
        setValue('');
      }}
    >
      <select aria-label="Filter by" value={name} onChange={({ target }) => setName(target.value)}>
        {names.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <input
        aria-label={`Id of the ${name}`}
        placeholder="id"
        value={value}
        onChange={({ target }) => setValue(target.value)}
      />
      <button type="submit">Add</button>
    </form>
  );
}
