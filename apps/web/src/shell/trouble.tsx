import { useEffect } from 'react';
import { Link, useRouteError } from 'react-router';
import styles from './shell.module.css';

/** What is shown in the place of a page that failed. */
export function Trouble() {
  const error = useRouteError();
  return (
    <div role="alert" className={styles['trouble']}>
      <h1>This page failed</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <p>
        <Link to="/">To the incidents</Link>
      </p>
    </div>
  );
}

/** At an address that none of the pages has. */
export function NoSuchPage() {
  useEffect(() => {
    document.title = 'No such page · Daybook';
  }, []);
  return (
    <div role="alert" className={styles['trouble']}>
      <h1>There is no such page</h1>
      <p>
        <Link to="/">To the incidents</Link>
      </p>
    </div>
  );
}
