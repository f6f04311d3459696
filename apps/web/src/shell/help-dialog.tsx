import { useRef } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts.js';
import styles from './shell.module.css';

const keys = [
  ['j, k', 'next and previous incident or entry'],
  ['Enter', 'open the incident, or the details of the entry'],
  ['/', 'search'],
  ['g, G', 'begin and end of a timeline'],
  ['n', 'write a note'],
  ['l', 'lanes: who did what when, as a picture'],
  ['+, −, 0', 'in the lanes: zoom in, out, and show all; arrows go from mark to mark'],
  ['o', 'only the entries that matter, or all'],
  ['?', 'this help'],
] as const;

export function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useShortcuts({ '[Shift]+?': () => dialog.current?.showModal() });
  return (
    <dialog ref={dialog} className={styles['help']} aria-labelledby="help-title">
      <h2 id="help-title">Keys</h2>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>{key}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button className="primary">Close</button>
      </form>
    </dialog>
  );
}
