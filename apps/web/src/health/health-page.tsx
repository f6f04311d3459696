import { DeadLetters } from './dead-letters.js';
import { ReadModel } from './read-model.js';
import { Servers } from './servers.js';
import styles from './health.module.css';

export function HealthPage() {
  return (
    <div className={styles['page']}>
      <h1>Health</h1>
      <Servers />
      <ReadModel />
      <DeadLetters />
    </div>
  );
}
