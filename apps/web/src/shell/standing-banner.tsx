import { consequencesOf } from '../health/mode-text.js';
import { useStanding, type Standing } from '../session/standing.js';
import { durationText } from '../time/duration.js';
import styles from './shell.module.css';

/** A lag below this is what any answer has; it is told only where a person would notice it. */
const NOTABLE_LAG_MS = 3_000;

/** Tells what of the machinery does not work as it should, in the words of what it means for the reader. */
export function StandingBanner() {
  const sentences = sentencesOf(useStanding());
  return (
    <div role="status">
      {sentences.length > 0 && <p className={styles['banner']}>{sentences.join(' ')}</p>}
    </div>
  );
}

export function sentencesOf({ unreachable, degraded, lagMs, queryMode, commandMode }: Standing): string[] {
  const said: string[] = [];
  if (unreachable === 'query-service')
    said.push('The query-service can’t be reached: what you see may be old.');
  if (unreachable === 'command-service')
    said.push('The command-service can’t be reached: nothing can be recorded now.');
  if (degraded === 'timeline-from-log')
    said.push('The read model is away: this timeline is made of the log, without merged and moved entries.');
  if (lagMs !== undefined && lagMs >= NOTABLE_LAG_MS) said.push(`The page is ${durationText(lagMs)} behind.`);
  if (queryMode !== undefined) said.push(...consequencesOf('query-service', queryMode));
  if (commandMode !== undefined) said.push(...consequencesOf('command-service', commandMode));
  return said;
}
